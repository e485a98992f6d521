import { zodResolver } from '@hookform/resolvers/zod';
import { Anchor, Button, Group, List, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Controller, useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { z } from 'zod';
import type { TimeOff, TimeOffEntered, WorkingHours } from '../../api/shapes';
import { DayInput } from '../../components/DayInput';
import { Dialog } from '../../components/Dialog';
import { FormRefusal } from '../../components/FormRefusal';
import { TimeInput } from '../../components/TimeInput';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';
import { confirmDone } from '../../components/toast';
import { useFocusBack } from '../../components/useFocusBack';
import { ZoneNote } from '../../components/ZoneNote';
import { daysLater, instantOf, today, useDates, wallTimeAt } from '../../i18n/dates';
import { useChangeTimeOffMutation, useEnterTimeOffMutation } from './api';

const time = z.string().regex(/^\d\d:\d\d/, 'validation.choose');
const schema = z.object({
  from: z.string('validation.choose').min(1, 'validation.choose'),
  until: z.string('validation.choose').min(1, 'validation.choose'),
  isWhole: z.boolean(),
  startsAt: time,
  endsAt: time,
  note: z.string().trim().max(200, 'validation.tooLong'),
});
type Values = z.infer<typeof schema>;
const FROM = '08:00';
const UNTIL = '18:00';

interface EnterTimeOffProps {
  hours: WorkingHours;
  /** None: a new one. */
  timeOff?: TimeOff;
  onClose: () => void;
}

/** Enters or changes time off and, when the trainer holds something in that time, names it: it stays until somebody sees to it. */
export function EnterTimeOff({ hours, timeOff, onClose }: EnterTimeOffProps) {
  useFocusBack();
  const { t } = useTranslation();
  const { timeZone } = useDates();
  const tomorrow = daysLater(today(timeZone), 1);
  const form = useForm<Values>({
    mode: 'onTouched',
    resolver: zodResolver(schema),
    defaultValues: timeOff
      ? valuesOf(timeOff, timeZone)
      : { from: tomorrow, until: tomorrow, isWhole: true, startsAt: FROM, endsAt: UNTIL, note: '' },
  });
  const { errors, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [enter] = useEnterTimeOffMutation();
  const [change] = useChangeTimeOffMutation();
  const [entered, setEntered] = useState<TimeOffEntered | null>(null);
  const isWhole = useWatch({ control: form.control, name: 'isWhole' });

  const submit = form.handleSubmit(async ({ from, until, startsAt, endsAt, isWhole: whole, note }) => {
    const start = { date: from, time: whole ? '00:00' : startsAt };
    const end = whole ? { date: daysLater(until, 1), time: '00:00' } : { date: until, time: endsAt };
    const asked = { starts_at: instantOf(start, timeZone), ends_at: instantOf(end, timeZone), note };
    const { data, error } = await (timeOff
      ? change({ id: timeOff.id, version: timeOff.version, change: asked })
      : enter({ trainer: hours.trainer, ...asked }));
    if (!data) {
      showErrors(error, { starts_at: 'from', ends_at: 'until' });
      return;
    }
    confirmDone(t(timeOff ? 'timeOff.changed' : 'timeOff.entered'));
    if (data.sessions.length + data.appointments.length > 0) setEntered(data);
    else onClose();
  });
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t(entered ? 'timeOff.heldTitle' : timeOff ? 'timeOff.edit' : 'timeOff.add')}
      centered
      zIndex={300}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      attributes={{ header: { role: 'none' } }}
    >
      {entered ? (
        <Held entered={entered} onClose={onClose} />
      ) : (
        <form onSubmit={(event) => void submit(event)} noValidate>
          <Stack>
            <FormRefusal message={message('root')} />
            <Group grow align="flex-start">
              {(['from', 'until'] as const).map((name) => (
                <Controller
                  key={name}
                  control={form.control}
                  name={name}
                  render={({ field: { onChange, ...field } }) => (
                    <DayInput
                      short
                      {...field}
                      onChange={(day) => {
                        onChange(day ?? '');
                        if (name === 'from' && day && form.getValues('until') < day)
                          form.setValue('until', day);
                      }}
                      label={t(`timeOff.${name}`)}
                      // What has begun already keeps its first day.
                      minDate={name === 'from' && timeOff ? form.getValues('from') : today(timeZone)}
                      error={message(name)}
                      data-autofocus={name === 'from' || undefined}
                    />
                  )}
                />
              ))}
            </Group>
            <Controller
              control={form.control}
              name="isWhole"
              render={({ field: { value, ...field } }) => (
                <Switch {...field} checked={value} label={t('timeOff.wholeDays')} />
              )}
            />
            {!isWhole && (
              <Group grow align="flex-start">
                {(['startsAt', 'endsAt'] as const).map((name) => (
                  <Controller
                    key={name}
                    control={form.control}
                    name={name}
                    render={({ field }) => (
                      <TimeInput
                        withDropdown={false}
                        {...field}
                        label={t(`timeOff.${name}`)}
                        error={message(name)}
                      />
                    )}
                  />
                ))}
              </Group>
            )}
            <ZoneNote />
            <TextInput
              {...form.register('note')}
              label={t('timeOff.note')}
              description={t('timeOff.noteHint')}
              error={message('note')}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {t('action.cancel')}
              </Button>
              <Button type="submit" loading={isSubmitting}>
                {t(timeOff ? 'action.save' : 'timeOff.enter')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Dialog>
  );
}

/** From midnight to midnight at the centre is whole days, as it is said in the list. */
function valuesOf({ starts_at: start, ends_at: end, note }: TimeOff, timeZone: string): Values {
  const from = wallTimeAt(start, timeZone);
  const to = wallTimeAt(end, timeZone);
  const isWhole = from.time === '00:00' && to.time === '00:00';
  return {
    from: from.date,
    until: isWhole ? daysLater(to.date, -1) : to.date,
    isWhole,
    startsAt: isWhole ? FROM : from.time,
    endsAt: isWhole ? UNTIL : to.time,
    note,
  };
}

/** What is still to be done about it, each a way to where that is done. */
function Held({ entered, onClose }: { entered: TimeOffEntered; onClose: () => void }) {
  const { t } = useTranslation();
  const { moment } = useDates();
  const parts = [
    { title: t('timeOff.classes'), rows: entered.sessions, to: '/schedule' },
    { title: t('timeOff.appointments'), rows: entered.appointments, to: '/appointments' },
  ];
  return (
    <Stack>
      <Text>{t('timeOff.heldText', { name: entered.time_off.trainer_name })}</Text>
      {parts
        .filter(({ rows }) => rows.length > 0)
        .map(({ title, rows, to }) => (
          <div key={to}>
            <Text fw={600}>{title}</Text>
            <List size="sm" mt={4}>
              {rows.map((one) => (
                <List.Item key={one.id}>
                  <Anchor component={Link} to={`${to}/${one.id}`} underline="always">
                    {t('timeOff.held', { name: one.service_name, when: moment(one.starts_at) })}
                  </Anchor>
                </List.Item>
              ))}
            </List>
          </div>
        ))}
      <Button onClick={onClose} style={{ alignSelf: 'flex-end' }} data-autofocus autoFocus>
        {t('timeOff.done')}
      </Button>
    </Stack>
  );
}
