import {
  ColorInput,
  Fieldset,
  MultiSelect,
  NumberInput,
  SegmentedControl,
  Select,
  SimpleGrid,
  Switch,
  Text,
  TextInput,
} from '@mantine/core';
import type { ReactNode } from 'react';
import { Controller, useWatch, type UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useFieldMessages } from '../../components/formErrors';
import { useListPlansToIncludeQuery, useListUsualRoomsQuery, useListUsualTrainersQuery } from './api';
import classes from './Catalogue.module.css';
import { LONGEST_HOURS, LONGEST_OFFER, LONGEST_OPEN, MOST_SEATS, type ServiceValues } from './serviceValues';
import { useLength } from './useLength';

type Counted =
  | 'minutes'
  | 'capacity'
  | 'booking_opens_hours'
  | 'booking_closes_minutes'
  | 'cancellation_hours'
  | 'offer_minutes'
  | 'open_roster_minutes';

interface CountProps {
  name: Counted;
  label: string;
  max: number;
  min?: number;
  /** How many minutes one of it is: what is typed is said in words, too. */
  unit?: number;
  placeholder?: string;
}

/** What a service is, how it is given, and by which rules it is booked. */
export function ServiceFields({ form, isNew }: { form: UseFormReturn<ServiceValues>; isNew: boolean }) {
  const { t } = useTranslation();
  const { data: trainers = [] } = useListUsualTrainersQuery();
  const { data: rooms = [] } = useListUsualRoomsQuery();
  const { data: plans = [] } = useListPlansToIncludeQuery();
  const message = useFieldMessages(form.formState.errors);
  const { inLargerUnit } = useLength();
  const { control } = form;
  const [kind, needsMembership, waitlist, openRoster] = useWatch({
    control,
    name: ['kind', 'needs_membership', 'waitlist', 'open_roster'],
  });
  const isClass = kind === 'class';

  const count = ({ name, label, max, min = 0, unit, placeholder }: CountProps) => (
    <Controller
      control={control}
      name={name}
      render={({ field: { onChange, ...field } }) => {
        const words = unit && typeof field.value === 'number' && inLargerUnit(field.value * unit, unit);
        return (
          <NumberInput
            {...field}
            onChange={(typed) => onChange(typeof typed === 'number' ? typed : '')}
            label={label}
            {...(placeholder && { placeholder })}
            {...(words && { description: t('services.is', { length: words }) })}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            min={min}
            max={max}
            allowDecimal={false}
            hideControls
            error={message(name)}
          />
        );
      }}
    />
  );
  const choice = (name: 'trainer' | 'room', none: string, options: Option[]) => (
    <Controller
      control={control}
      name={name}
      render={({ field: { value, onChange, ...field } }) => (
        <Select
          {...field}
          label={t(`services.${name}`)}
          placeholder={none}
          data={options}
          value={value ? String(value) : null}
          onChange={(id) => onChange(id ? Number(id) : null)}
          clearable
          clearButtonProps={{ 'aria-label': t('schedule.clearFilter', { filter: t(`services.${name}`) }) }}
          searchable
          nothingFoundMessage={t('list.noResults')}
          error={message(name)}
        />
      )}
    />
  );
  const rule = (name: 'late_cancellation' | 'no_show', label: string) => (
    <Controller
      control={control}
      name={name}
      render={({ field }) => (
        <Select
          {...field}
          label={label}
          data={(['kept', 'given_back'] as const).map((value) => ({
            value,
            label: t(`services.visit.${value}`),
          }))}
          allowDeselect={false}
          error={message(name)}
        />
      )}
    />
  );
  return (
    <>
      <Part legend={t('services.parts.what')}>
        <TextInput
          {...form.register('name')}
          label={t('field.called')}
          className={classes.wide}
          error={message('name')}
          data-autofocus={isNew || undefined}
        />
        <Controller
          control={control}
          name="kind"
          render={({ field: { value, onChange } }) => (
            <div className={classes.wide}>
              <SegmentedControl
                fullWidth
                aria-label={t('field.kind')}
                value={value}
                onChange={onChange}
                data={(['class', 'one_to_one'] as const).map((one) => ({
                  value: one,
                  label: t(`services.kinds.${one}`),
                }))}
              />
              <Refusal text={message('kind')} />
            </div>
          )}
        />
        {count({ name: 'minutes', label: t('services.minutes'), min: 5, max: 1440, unit: 1 })}
        <Controller
          control={control}
          name="colour"
          render={({ field: { onChange, ...field } }) => (
            <ColorInput
              {...field}
              onChange={(colour) => onChange(colour.toLowerCase())}
              label={t('field.colour')}
              format="hex"
              withEyeDropper={false}
              error={message('colour')}
            />
          )}
        />
      </Part>
      <Part legend={t('services.parts.usual')} hint={isNew ? undefined : t('services.usualHint')}>
        {choice(
          'trainer',
          t('services.nobody'),
          trainers.map(({ id, display_name: label }) => ({ value: String(id), label })),
        )}
        {choice(
          'room',
          t('services.noRoom'),
          rooms.map(({ id, name: label }) => ({ value: String(id), label })),
        )}
        {isClass && count({ name: 'capacity', label: t('services.capacity'), min: 1, max: MOST_SEATS })}
      </Part>
      <Part legend={t('services.parts.booking')} hint={isNew ? undefined : t('services.keptRules')}>
        <Controller
          control={control}
          name="needs_membership"
          render={({ field: { value, ...field } }) => (
            <Switch
              {...field}
              checked={value}
              label={t('services.needsMembership')}
              description={t('services.needsMembershipHint')}
              className={classes.wide}
            />
          )}
        />
        {needsMembership && (
          <Controller
            control={control}
            name="plans"
            render={({ field: { value, onChange, ...field } }) => (
              <MultiSelect
                {...field}
                label={t('services.plans')}
                {...(value.length === 0 && { placeholder: t('services.anyPlan') })}
                data={plans.map(({ id, name: label }) => ({ value: String(id), label }))}
                value={value.map(String)}
                onChange={(ids) => onChange(ids.map(Number).sort((one, other) => one - other))}
                className={classes.wide}
                searchable
                openOnFocus={false}
                nothingFoundMessage={t('list.noResults')}
                error={message('plans')}
              />
            )}
          />
        )}
        {count({
          name: 'booking_opens_hours',
          label: t('services.opens'),
          min: 1,
          max: LONGEST_HOURS,
          unit: 60,
          placeholder: t('services.always'),
        })}
        {count({
          name: 'booking_closes_minutes',
          label: t('services.closes'),
          max: 60 * LONGEST_HOURS,
          unit: 1,
        })}
        {count({ name: 'cancellation_hours', label: t('services.cancelBy'), max: LONGEST_HOURS, unit: 60 })}
      </Part>
      {isClass && (
        <Part legend={t('services.parts.waitlist')}>
          <Controller
            control={control}
            name="waitlist"
            render={({ field }) => (
              <Select
                {...field}
                label={t('services.waitlist')}
                data={(['automatic', 'offer'] as const).map((value) => ({
                  value,
                  label: t(`services.lists.${value}`),
                }))}
                allowDeselect={false}
                error={message('waitlist')}
              />
            )}
          />
          {waitlist === 'offer' &&
            count({
              name: 'offer_minutes',
              label: t('services.offerMinutes'),
              min: 5,
              max: LONGEST_OFFER,
              unit: 1,
            })}
        </Part>
      )}
      <Part legend={t('services.parts.missing')}>
        {rule('late_cancellation', t('services.late'))}
        {rule('no_show', t('services.noShow'))}
        <Controller
          control={control}
          name="open_roster"
          render={({ field }) => (
            <Select
              {...field}
              label={t('services.openRoster')}
              data={(['left_open', 'attended', 'no_show'] as const).map((value) => ({
                value,
                label: t(`services.rosters.${value}`),
              }))}
              allowDeselect={false}
              error={message('open_roster')}
            />
          )}
        />
        {openRoster !== 'left_open' &&
          count({
            name: 'open_roster_minutes',
            label: t('services.openRosterMinutes'),
            max: LONGEST_OPEN,
            unit: 1,
          })}
      </Part>
    </>
  );
}

interface Option {
  value: string;
  label: string;
}

function Part({
  legend,
  hint,
  children,
}: {
  legend: string;
  hint?: string | undefined;
  children: ReactNode;
}) {
  return (
    <Fieldset variant="unstyled" legend={legend} classNames={{ legend: classes.legend }}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" className={classes.part}>
        {children}
        {hint && (
          <Text size="sm" c="var(--quiet)" className={classes.wide}>
            {hint}
          </Text>
        )}
      </SimpleGrid>
    </Fieldset>
  );
}

function Refusal({ text }: { text: string | undefined }) {
  if (!text) return null;
  return (
    <Text size="sm" c="var(--mantine-color-error)" mt={5} role="alert">
      {text}
    </Text>
  );
}
