import { Button, Collapse, Select, TextInput } from '@mantine/core';
import { ArrowDownUp, SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { statuses } from '../../components/Standing';
import { useCan } from '../../session/useMe';
import { useListPlansOfMembersQuery, useListTagsQuery } from './api';
import classes from './MemberFilters.module.css';
import type { MemberQuestion } from './memberQuestion';

interface MemberFiltersProps {
  question: MemberQuestion;
  onAsk: (change: Record<string, string>) => void;
}

const endingWithin = ['7', '14', '30', '60'];
const absentDays = ['14', '30', '60', '90', '180'];
const orders = ['name', '-joined', 'joined', '-last_visit', 'last_visit', 'ends', '-ends'] as const;

/** Whom the list shows and in which order. On a phone behind a button that says how many of them narrow it. */
export function MemberFilters({ question, onAsk }: MemberFiltersProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [dating, setDating] = useState(false);
  const { data: plans = [] } = useListPlansOfMembersQuery(undefined, { skip: !useCan('core.view_plan') });
  const { data: tags = [] } = useListTagsQuery(undefined, { skip: !useCan('core.view_tag') });
  const { search, ordering, ...filters } = question;
  const active = Object.keys(filters).length;
  const choices = {
    status: statuses.map((value) => ({ value, label: t(`standing.${value}`) })),
    plan: plans.map(({ id, name }) => ({ value: String(id), label: name })),
    tag: tags.map(({ id, name }) => ({ value: String(id), label: name })),
    ending_within: endingWithin.map((days) => ({ value: days, label: t('customers.endsWithin', { days }) })),
    absent_days: absentDays.map((days) => ({ value: days, label: t('customers.absentFor', { days }) })),
  };
  const fields = (
    <div className={classes.fields}>
      {(Object.keys(choices) as (keyof typeof choices)[]).map((name) => (
        <Select
          key={name}
          size="sm"
          aria-label={t(`customers.filter.${name}`)}
          placeholder={t(`customers.filter.${name}`)}
          data={choices[name]}
          value={question[name] === undefined ? null : String(question[name])}
          onChange={(value) => onAsk({ [name]: value ?? '' })}
          clearable
          clearButtonProps={{
            'aria-label': t('customers.clearFilter', { name: t(`customers.filter.${name}`) }),
          }}
          comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
          data-active={question[name] !== undefined || undefined}
        />
      ))}
      <TextInput
        size="sm"
        // An empty date field would show its pattern instead of what it is for.
        type={dating || question.last_visit_before ? 'date' : 'text'}
        placeholder={t('customers.filter.last_visit_before')}
        onFocus={() => setDating(true)}
        onBlur={() => setDating(false)}
        aria-label={t('customers.filter.last_visit_before')}
        value={question.last_visit_before ?? ''}
        onChange={(event) => onAsk({ last_visit_before: event.currentTarget.value })}
        data-active={question.last_visit_before !== undefined || undefined}
      />
      <Select
        size="sm"
        aria-label={t('customers.order.label')}
        leftSection={<ArrowDownUp size={16} aria-hidden />}
        data={
          search
            ? [{ value: '', label: t('customers.order.best') }]
            : orders.map((value) => ({ value, label: t(`customers.order.${value}`) }))
        }
        value={search ? '' : (ordering ?? 'name')}
        onChange={(value) => onAsk({ ordering: value === 'name' ? '' : (value ?? '') })}
        disabled={Boolean(search)}
        allowDeselect={false}
        comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      />
    </div>
  );
  return (
    <>
      <Button
        hiddenFrom="sm"
        variant="default"
        fullWidth
        mt="xs"
        aria-expanded={opened}
        leftSection={<SlidersHorizontal size={16} aria-hidden />}
        onClick={() => setOpened(!opened)}
      >
        {active ? t('customers.filtersActive', { number: active }) : t('customers.filters')}
      </Button>
      <div className={classes.wide}>{fields}</div>
      <Collapse expanded={opened} hiddenFrom="sm">
        {opened && fields}
      </Collapse>
    </>
  );
}
