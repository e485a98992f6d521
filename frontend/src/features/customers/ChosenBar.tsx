import { Button, CloseButton, Group, Menu, Paper, Text } from '@mantine/core';
import { Download, Tag, TagsIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useRefusal } from '../../components/formErrors';
import { confirmUndoable } from '../../components/toast';
import { useCan } from '../../session/useMe';
import { useListTagsQuery, useMarkCustomersMutation, type Chosen, type MemberCount } from './api';
import classes from './ChosenBar.module.css';
import { asText, type MemberQuestion } from './memberQuestion';

/** What the server does at once (`core.member_choice`). */
const MOST = 1000;

/** Something else that can be done with them: of another feature. */
export interface ChosenAction {
  key: string;
  Part: ComponentType<{ members: Chosen; number: number; disabled: boolean }>;
}

interface ChosenBarProps {
  /** Ids, or everybody whom the question finds. */
  chosen: ReadonlySet<number> | 'all';
  question: MemberQuestion;
  counted: MemberCount | undefined;
  actions: ChosenAction[];
  onChooseAll: () => void;
  onClear: () => void;
}

/** What can be done with the members that are chosen, and taken back. */
export function ChosenBar({ chosen, question, counted, actions, onChooseAll, onClear }: ChosenBarProps) {
  const { t, i18n } = useTranslation();
  const mayMark = useCan('core.change_customer');
  const mayExport = useCan('core.export_customer');
  const { data: tags = [] } = useListTagsQuery();
  const [mark, { isLoading, error }] = useMarkCustomersMutation();
  const refusal = useRefusal();
  const number = chosen === 'all' ? (counted?.count ?? 0) : chosen.size;
  const isTooMany = number > MOST || (chosen === 'all' && counted?.more === true);
  const whom =
    chosen === 'all'
      ? t(counted?.more ? 'customers.chosen.everybodyMore' : 'customers.chosen.everybody', {
          number: number.toLocaleString(i18n.language),
        })
      : t('customers.chosen.number', { number });
  const members: Chosen = chosen === 'all' ? { question } : { ids: [...chosen] };

  const put = async (tag: number, name: string, on: boolean, whom: Chosen = members) => {
    const { data } = await mark({ ...whom, tag, on });
    if (!data) return;
    const { changed } = data;
    confirmUndoable(
      `marked-${tag}-${String(on)}`,
      t(on ? 'customers.chosen.tagged' : 'customers.chosen.untagged', { name, number: changed.length }),
      changed.length > 0
        ? { label: t('customers.chosen.undo'), run: () => void mark({ ids: changed, tag, on: !on }) }
        : undefined,
    );
  };
  const menu = (on: boolean) => (
    <Menu position="top-start">
      <Menu.Target>
        <Button
          variant="default"
          size="sm"
          loading={isLoading}
          disabled={isTooMany}
          leftSection={on ? <Tag size={16} aria-hidden /> : <TagsIcon size={16} aria-hidden />}
        >
          {t(on ? 'customers.chosen.tag' : 'customers.chosen.untag')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={300} style={{ overflowY: 'auto' }}>
        {tags.map(({ id, name }) => (
          <Menu.Item key={id} onClick={() => void put(id, name, on)}>
            {name}
          </Menu.Item>
        ))}
        {tags.length === 0 && <Menu.Label>{t('customers.chosen.noTags')}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
  return (
    <Paper
      className={classes.bar}
      data-bar-below
      role="region"
      aria-label={t('customers.chosen.label')}
      withBorder
      shadow="md"
    >
      <Group gap="sm">
        <Text fw={600} role="status">
          {whom}
        </Text>
        {chosen !== 'all' && counted && counted.count > chosen.size && (
          <Button variant="subtle" size="compact-sm" onClick={onChooseAll}>
            {t('customers.chosen.all')}
          </Button>
        )}
        {mayMark && menu(true)}
        {mayMark && menu(false)}
        {actions.map(({ key, Part }) => (
          <Part key={key} members={members} number={number} disabled={isTooMany} />
        ))}
        {mayExport && <ExportMenu members={members} />}
        <CloseButton aria-label={t('customers.chosen.clear')} onClick={onClear} ml="auto" />
      </Group>
      {(error ?? (isTooMany && (mayMark || actions.length > 0))) && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert" mt={4}>
          {error ? refusal(error) : t('customers.chosen.tooMany', { most: MOST })}
        </Text>
      )}
    </Paper>
  );
}

/** A file of exactly those who are chosen; the browser fetches it, and it may be of any length. */
function ExportMenu({ members }: { members: Chosen }) {
  const { t } = useTranslation();
  const whom = 'ids' in members ? { ids: members.ids.join(',') } : asText(members.question);
  const href = (file: string) =>
    `/api/customers/export/?${new URLSearchParams({ ...whom, file }).toString()}`;
  return (
    <Menu position="top-start">
      <Menu.Target>
        <Button variant="default" size="sm" leftSection={<Download size={16} aria-hidden />}>
          {t('customers.chosen.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={href('csv')} download>
          {t('customers.chosen.exportCsv')}
        </Menu.Item>
        <Menu.Item component="a" href={href('xlsx')} download>
          {t('customers.chosen.exportXlsx')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
