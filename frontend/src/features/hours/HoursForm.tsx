import { zodResolver } from '@hookform/resolvers/zod';
import { ActionIcon, Alert, Button, Fieldset, Group, Stack, Text } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { Fragment } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { WorkingHours } from '../../api/shapes';
import { DayInput } from '../../components/DayInput';
import { EditConflict } from '../../components/EditConflict';
import { FormRefusal } from '../../components/FormRefusal';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';
import { UnsavedGuard } from '../../components/UnsavedGuard';
import { useMergedEdit } from '../../components/useMergedEdit';
import { daysLater, today, useDates } from '../../i18n/dates';
import { useSetHoursMutation } from './api';
import classes from './Hours.module.css';
import { hoursSchema, inputOf, valuesOf, type DifferentDay, type HoursValues } from './hoursValues';
import { SpansInput } from './SpansInput';
import { useHoursWords } from './useHoursWords';

interface HoursFormProps {
  hours: WorkingHours;
  onSaved: () => void;
}

/** A trainer's week, and the days that differ from it. */
export function HoursForm({ hours, onSaved }: HoursFormProps) {
  const { t } = useTranslation();
  const words = useHoursWords();
  const form = useForm<HoursValues>({
    resolver: zodResolver(hoursSchema),
    defaultValues: valuesOf(hours),
  });
  const { errors, isDirty, isSubmitting, isSubmitted } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [save] = useSetHoursMutation();
  const edit = useMergedEdit<WorkingHours, HoursValues>({
    form,
    record: hours,
    valuesOf,
    send: (values, version) => save({ trainer: hours.trainer, version, hours: inputOf(values) }),
    onSaved,
    onRefused: showErrors,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void edit.submit();
      }}
      noValidate
      aria-label={t('hours.form', { name: hours.trainer_name })}
    >
      <UnsavedGuard dirty={isDirty && !isSubmitting} />
      <Stack gap="lg">
        <FormRefusal message={message('root')} />
        {isDirty && edit.isChanged && (
          <Alert color="ember" role="status">
            {t('form.changedMeanwhile')}
          </Alert>
        )}
        <Controller
          control={form.control}
          name="weekly"
          render={({ field: { value, onChange } }) => (
            <Fieldset variant="unstyled" legend={t('hours.weekly')} classNames={{ legend: classes.legend }}>
              <div className={classes.week}>
                {value.map((spans, weekday) => {
                  const day = words.weekdayName(weekday);
                  return (
                    <Fragment key={day}>
                      <span>{day}</span>
                      <SpansInput
                        day={day}
                        value={spans}
                        onChange={(own) => onChange(value.map((of, at) => (at === weekday ? own : of)))}
                        isComplained={isSubmitted}
                      />
                    </Fragment>
                  );
                })}
              </div>
              <Refusal text={message('weekly')} />
            </Fieldset>
          )}
        />
        <Controller
          control={form.control}
          name="days"
          render={({ field: { value, onChange } }) => (
            <Fieldset variant="unstyled" legend={t('hours.days')} classNames={{ legend: classes.legend }}>
              <Text size="sm" c="var(--quiet)" mb="sm">
                {t('hours.daysHint')}
              </Text>
              <DifferentDays value={value} onChange={onChange} isComplained={isSubmitted} />
              <Refusal text={message('days')} />
            </Fieldset>
          )}
        />
        <Button type="submit" loading={isSubmitting} disabled={!isDirty}>
          {t('action.save')}
        </Button>
      </Stack>
      <EditConflict
        clashes={edit.clashes}
        labelOf={(field) => t(`hours.${field}`)}
        show={(field, value) =>
          (field === 'weekly'
            ? words.weekWords(value as HoursValues['weekly'])
            : words.daysWords(value as HoursValues['days'])
          ).join('\n')
        }
        onResolve={edit.resolve}
        onClose={edit.dismiss}
      />
    </form>
  );
}

interface DifferentDaysProps {
  value: DifferentDay[];
  onChange: (days: DifferentDay[]) => void;
  isComplained: boolean;
}

function DifferentDays({ value, onChange, isComplained }: DifferentDaysProps) {
  const { t } = useTranslation();
  const { timeZone, longDay } = useDates();
  const set = (at: number, change: Partial<DifferentDay>) =>
    onChange(value.map((one, index) => (index === at ? { ...one, ...change } : one)));
  /** The next day that isn't named yet. */
  const next = () => {
    let day = daysLater(today(timeZone), 1);
    while (value.some((one) => one.day === day)) day = daysLater(day, 1);
    return day;
  };
  return (
    <Stack gap="sm">
      <ul className={classes.days}>
        {value.map(({ day, spans }, at) => (
          <li key={at}>
            <Group gap={6} wrap="nowrap">
              <DayInput
                aria-label={t('hours.day')}
                value={day}
                onChange={(chosen) => chosen && set(at, { day: chosen })}
                minDate={today(timeZone)}
                style={{ flex: 1 }}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('hours.removeDay', { day: longDay(day) })}
                onClick={() => onChange(value.filter((_, index) => index !== at))}
              >
                <X size={16} aria-hidden />
              </ActionIcon>
            </Group>
            <SpansInput
              day={longDay(day)}
              value={spans}
              onChange={(own) => set(at, { spans: own })}
              isComplained={isComplained}
            />
          </li>
        ))}
      </ul>
      <Button
        variant="default"
        leftSection={<Plus size={16} aria-hidden />}
        style={{ alignSelf: 'flex-start' }}
        onClick={() => onChange([...value, { day: next(), spans: [] }])}
      >
        {t('hours.addDay')}
      </Button>
    </Stack>
  );
}

function Refusal({ text }: { text: string | undefined }) {
  if (!text) return null;
  return (
    <Text size="sm" c="var(--mantine-color-error)" mt="xs" role="alert">
      {text}
    </Text>
  );
}
