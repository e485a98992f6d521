import { zodResolver } from '@hookform/resolvers/zod';
import { Alert, Button, Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import { Controller, useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { Appointment } from '../../api/shapes';
import { DayInput } from '../../components/DayInput';
import { EditConflict } from '../../components/EditConflict';
import { FormRefusal } from '../../components/FormRefusal';
import { MemberSelect } from '../../components/MemberSelect';
import { TimeInput } from '../../components/TimeInput';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';
import { UnsavedGuard } from '../../components/UnsavedGuard';
import { useMergedEdit } from '../../components/useMergedEdit';
import { ZoneNote } from '../../components/ZoneNote';
import { instantOf, minutesLater, today, useDates, wallTimeAt } from '../../i18n/dates';
import {
  useBookAppointmentMutation,
  useChangeAppointmentMutation,
  useListServicesQuery,
  useListStaffQuery,
} from './api';
import { rulesAgainst, type RuleAgainst } from './rulesAgainst';

const chosen = z.number('validation.choose');
const schema = z.object({
  customer: chosen,
  service: chosen,
  trainer: z.number().nullable(),
  date: z.string('validation.choose').min(1, 'validation.choose'),
  time: z.string().regex(/^\d\d:\d\d/, 'validation.choose'),
  notes: z.string().max(2000, 'validation.tooLong'),
});
type Values = z.infer<typeof schema>;
type Draft = z.input<typeof schema> | { customer: null; service: null };

interface AppointmentFormProps {
  /** None: a new one, for `customerId` if that is known already. */
  appointment?: Appointment;
  customerId?: number | null;
  onSaved: (appointment: Appointment) => void;
}

/** Who, what and with whom; the time is on the centre's clock whatever clock the person has. */
export function AppointmentForm({ appointment, customerId = null, onSaved }: AppointmentFormProps) {
  const { t } = useTranslation();
  const { timeZone, day, time: clock, date: dateOf } = useDates();
  const { data: services } = useListServicesQuery();
  const { data: staff } = useListStaffQuery();
  const form = useForm<Values>({
    mode: 'onTouched',
    resolver: zodResolver(schema),
    defaultValues: appointment ? valuesOf(appointment, timeZone) : (blank(customerId, timeZone) as Values),
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [book] = useBookAppointmentMutation();
  const [change] = useChangeAppointmentMutation();

  const [serviceId, date, time] = useWatch({ control: form.control, name: ['service', 'date', 'time'] });
  const startsAt = date && /^\d\d:\d\d/.test(time) ? instantOf({ date, time }, timeZone) : undefined;
  const minutes = services?.find(({ id }) => id === serviceId)?.minutes;

  // What stood against just these values, which the staff may set aside.
  const [refused, setRefused] = useState<{ values: string; rules: RuleAgainst[] } | null>(null);
  const [reason, setReason] = useState('');
  const decided = useWatch({
    control: form.control,
    name: ['customer', 'service', 'trainer', 'date', 'time'],
  });
  const against = refused?.values === JSON.stringify(decided) ? refused.rules : [];

  const edit = useMergedEdit<Appointment, Values>({
    form,
    record: appointment,
    valuesOf: useCallback((record: Appointment) => valuesOf(record, timeZone), [timeZone]),
    send: ({ customer, service, trainer: who, notes, ...when }, version) => {
      const details = {
        trainer: who,
        notes,
        starts_at: instantOf(when, timeZone),
        ...(against.length > 0 && reason.trim() && { anyway: reason.trim() }),
      };
      return appointment
        ? change({ id: appointment.id, version, change: details })
        : book({ customer, service, ...details });
    },
    onSaved,
    onRefused: (error) => {
      const rules = rulesAgainst(error);
      if (rules) setRefused({ values: JSON.stringify(decided), rules });
      else showErrors(atTheirFields(error));
    },
  });
  const show = (field: keyof Values, value: unknown): string => {
    if (field === 'date' && typeof value === 'string') return dateOf(value);
    if (field === 'trainer') {
      return staff?.find(({ id }) => id === value)?.display_name ?? t('appointments.noTrainer');
    }
    return typeof value === 'string' ? value : '';
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void edit.submit();
      }}
      noValidate
      aria-label={t('appointments.form')}
    >
      <UnsavedGuard dirty={isDirty && !isSubmitting} />
      <Stack>
        <FormRefusal message={message('root')} />
        {isDirty && edit.isChanged && (
          <Alert color="ember" role="status">
            {t('form.changedMeanwhile')}
          </Alert>
        )}
        {!appointment && (
          <>
            <Controller
              control={form.control}
              name="customer"
              render={({ field }) => (
                <MemberSelect
                  {...field}
                  placeholder={t('appointments.findCustomer')}
                  error={message('customer')}
                  data-autofocus={!field.value || undefined}
                />
              )}
            />
            <Controller
              control={form.control}
              name="service"
              render={({ field: { value, onChange, ...field } }) => (
                <Select
                  {...field}
                  label={t('field.service')}
                  placeholder={t('appointments.chooseService')}
                  data={(services ?? []).map(({ id, name }) => ({ value: String(id), label: name }))}
                  value={value ? String(value) : null}
                  onChange={(id) => onChange(id && Number(id))}
                  error={message('service')}
                  searchable
                  nothingFoundMessage={t('list.noResults')}
                />
              )}
            />
          </>
        )}
        <Controller
          control={form.control}
          name="trainer"
          render={({ field: { value, onChange, ...field } }) => (
            <Select
              {...field}
              label={t('field.trainer')}
              placeholder={t('appointments.noTrainer')}
              data={(staff ?? []).map(({ id, display_name }) => ({ value: String(id), label: display_name }))}
              value={value ? String(value) : null}
              onChange={(id) => onChange(id && Number(id))}
              error={message('trainer')}
              clearable
              clearButtonProps={{ 'aria-label': t('appointments.clearTrainer') }}
              searchable
              nothingFoundMessage={t('list.noResults')}
            />
          )}
        />
        <Group align="flex-start" gap="sm" grow>
          <Controller
            control={form.control}
            name="date"
            render={({ field }) => (
              <DayInput
                {...field}
                label={t('field.date')}
                placeholder={t('appointments.chooseDate')}
                error={message('date')}
              />
            )}
          />
          <Controller
            control={form.control}
            name="time"
            render={({ field }) => <TimeInput {...field} label={t('field.time')} error={message('time')} />}
          />
        </Group>
        {startsAt && minutes && (
          <Text size="sm" c="var(--quiet)" role="status">
            {t('appointments.span', {
              day: day(startsAt),
              from: clock(startsAt),
              to: clock(minutesLater(startsAt, minutes)),
              minutes,
            })}
          </Text>
        )}
        <ZoneNote at={startsAt} />
        <Textarea
          {...form.register('notes')}
          label={t('field.notes')}
          autosize
          minRows={2}
          maxRows={8}
          error={message('notes')}
        />
        {against.length > 0 ? (
          <Alert color="ember" role="alert">
            {against.map((rule) => (
              <Text key={rule} size="sm">
                {t(`appointments.against.${rule}`)}
              </Text>
            ))}
            <Group mt="sm" align="flex-end" wrap="nowrap">
              <TextInput
                label={t('roster.anywayWhy')}
                value={reason}
                maxLength={200}
                onChange={(event) => setReason(event.currentTarget.value)}
                style={{ flex: 1 }}
                data-autofocus
              />
              <Button type="submit" loading={isSubmitting} disabled={!reason.trim()}>
                {t(appointment ? 'appointments.moveAnyway' : 'roster.anyway')}
              </Button>
            </Group>
          </Alert>
        ) : (
          <Button type="submit" loading={isSubmitting} disabled={appointment !== undefined && !isDirty}>
            {appointment ? t('action.save') : t('appointments.book')}
          </Button>
        )}
      </Stack>
      <EditConflict
        clashes={edit.clashes}
        labelOf={(field) => t(`field.${field}`)}
        show={show}
        onResolve={edit.resolve}
        onClose={edit.dismiss}
      />
    </form>
  );
}

function blank(customer: number | null, timeZone: string): Draft {
  return { customer, service: null, trainer: null, date: today(timeZone), time: '', notes: '' } as Draft;
}

function valuesOf({ customer, service, trainer, starts_at, notes }: Appointment, timeZone: string): Values {
  return {
    customer,
    service,
    trainer: trainer ?? null,
    notes: notes ?? '',
    ...wallTimeAt(starts_at, timeZone),
  };
}

/** The server knows one instant where the form has a date and a time. */
function atTheirFields(error: unknown): unknown {
  const { fields } = error as { fields?: Record<string, unknown> };
  return fields?.starts_at ? { ...(error as object), fields: { ...fields, time: fields.starts_at } } : error;
}
