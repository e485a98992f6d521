import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Group, SegmentedControl, Select, Stack } from '@mantine/core';
import { Controller, FormProvider, useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { TimetableOutcome } from '../../api/shapes';
import { DayInput } from '../../components/DayInput';
import { FormRefusal } from '../../components/FormRefusal';
import { TimeInput } from '../../components/TimeInput';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';
import { UnsavedGuard } from '../../components/UnsavedGuard';
import { ZoneNote } from '../../components/ZoneNote';
import { daysLater, instantOf, today, useDates } from '../../i18n/dates';
import { useCan } from '../../session/useMe';
import { useAddClassMutation, useAddTimetableMutation, useListClassServicesQuery } from './planningApi';
import { WeekdayChips } from './WeekdayChips';
import { weekdayOf, weekdays, weeklyRule } from './weekdays';
import { WhereAndHowMany } from './WhereAndHowMany';

const schema = z
  .object({
    service: z.number('validation.choose'),
    repeats: z.boolean(),
    date: z.string('validation.choose').min(1, 'validation.choose'),
    time: z.string().regex(/^\d\d:\d\d/, 'validation.choose'),
    days: z.array(z.enum(weekdays)),
    until: z.string().nullable(),
    trainer: z.number('validation.choose'),
    room: z.number().nullable(),
    minutes: z.number('validation.required').int().min(5).max(1440),
    capacity: z.number('validation.required').int().min(1),
  })
  .refine(({ repeats, days }) => !repeats || days.length > 0, {
    path: ['days'],
    message: 'validation.choose',
  });
type Values = z.infer<typeof schema>;

interface NewClassFormProps {
  onAdded: (name: string) => void;
  onTimetable: (made: TimetableOutcome) => void;
}

export function NewClassForm({ onAdded, onTimetable }: NewClassFormProps) {
  const { t } = useTranslation();
  const { timeZone } = useDates();
  const canRepeat = useCan('scheduling.add_timetable');
  const { data: services = [] } = useListClassServicesQuery();
  const form = useForm<Values>({
    mode: 'onTouched',
    resolver: zodResolver(schema),
    defaultValues: {
      repeats: false,
      date: daysLater(today(timeZone), 1),
      time: '',
      days: [],
      until: null,
      room: null,
      minutes: 60,
      capacity: 10,
    },
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [addClass] = useAddClassMutation();
  const [addTimetable] = useAddTimetableMutation();
  const [repeats, date, time] = useWatch({ control: form.control, name: ['repeats', 'date', 'time'] });
  const startsAt = date && /^\d\d:\d\d/.test(time) ? instantOf({ date, time }, timeZone) : undefined;

  /** What the service says is where one begins. */
  const chooseService = (id: number | null) => {
    const service = services.find((one) => one.id === id);
    if (!service) return;
    form.setValue('service', service.id, { shouldDirty: true, shouldValidate: true });
    form.setValue('minutes', service.minutes);
    form.setValue('capacity', service.capacity);
    form.setValue('room', service.room ?? null);
    if (service.trainer) form.setValue('trainer', service.trainer);
  };
  const submit = form.handleSubmit(
    async ({ repeats: weekly, date: first, time: at, days, until, ...facts }) => {
      if (weekly) {
        const { data, error } = await addTimetable({
          ...facts,
          starts_on: first,
          ends_on: until,
          at,
          rule: weeklyRule(days),
        });
        if (data) onTimetable(data);
        else showErrors(error, { starts_on: 'date', at: 'time', rule: 'days', ends_on: 'until' });
        return;
      }
      const { data, error } = await addClass({
        ...facts,
        starts_at: instantOf({ date: first, time: at }, timeZone),
      });
      if (data) onAdded(data.service_name);
      else showErrors(error, { starts_at: 'time' });
    },
  );
  return (
    <form onSubmit={(event) => void submit(event)} noValidate aria-label={t('newClass.title')}>
      <UnsavedGuard dirty={isDirty && !isSubmitting} />
      <Stack>
        <FormRefusal message={message('root')} />
        <Controller
          control={form.control}
          name="service"
          render={({ field: { value, onChange: _, ...field } }) => (
            <Select
              {...field}
              label={t('field.service')}
              placeholder={t('appointments.chooseService')}
              data={services.map(({ id, name }) => ({ value: String(id), label: name }))}
              value={value ? String(value) : null}
              onChange={(id) => chooseService(id ? Number(id) : null)}
              searchable
              nothingFoundMessage={t('list.noResults')}
              error={message('service')}
              data-autofocus
            />
          )}
        />
        {canRepeat && (
          <Controller
            control={form.control}
            name="repeats"
            render={({ field: { value, onChange } }) => (
              <SegmentedControl
                aria-label={t('newClass.repeats')}
                value={value ? 'weekly' : 'once'}
                onChange={(chosen) => {
                  onChange(chosen === 'weekly');
                  if (form.getValues('days').length === 0) form.setValue('days', [weekdayOf(date)]);
                }}
                data={[
                  { value: 'once', label: t('newClass.once') },
                  { value: 'weekly', label: t('newClass.weekly') },
                ]}
              />
            )}
          />
        )}
        {repeats && (
          <Controller
            control={form.control}
            name="days"
            render={({ field: { value, onChange } }) => (
              <WeekdayChips value={value} onChange={onChange} error={message('days')} />
            )}
          />
        )}
        <Group align="flex-start" gap="sm" grow>
          <Controller
            control={form.control}
            name="date"
            render={({ field }) => (
              <DayInput
                {...field}
                label={t(repeats ? 'newClass.from' : 'field.date')}
                error={message('date')}
              />
            )}
          />
          {repeats && (
            <Controller
              control={form.control}
              name="until"
              render={({ field }) => (
                <DayInput
                  {...field}
                  label={t('newClass.until')}
                  placeholder={t('newClass.open')}
                  clearable
                  clearButtonProps={{
                    'aria-label': t('schedule.clearFilter', { filter: t('newClass.until') }),
                  }}
                  error={message('until')}
                />
              )}
            />
          )}
        </Group>
        <Controller
          control={form.control}
          name="time"
          render={({ field }) => <TimeInput {...field} label={t('field.time')} error={message('time')} />}
        />
        <ZoneNote at={startsAt} />
        <FormProvider {...form}>
          <WhereAndHowMany message={message} />
        </FormProvider>
        <Button type="submit" loading={isSubmitting}>
          {t('newClass.add')}
        </Button>
      </Stack>
    </form>
  );
}
