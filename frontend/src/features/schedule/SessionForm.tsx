import { zodResolver } from '@hookform/resolvers/zod';
import { Alert, Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { Controller, FormProvider, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { isApiError } from '../../api/errors';
import type { SessionChange } from '../../api/shapes';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { DayInput } from '../../components/DayInput';
import { FormRefusal } from '../../components/FormRefusal';
import { TimeInput } from '../../components/TimeInput';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';
import { UnsavedGuard } from '../../components/UnsavedGuard';
import { instantOf, useDates, wallTimeAt } from '../../i18n/dates';
import type { SessionRow } from './api';
import { useChangeClassMutation, useLazyPreviewClassQuery } from './rosterApi';
import { useCarried, type CarriedRef } from './useCarried';
import { WhereAndHowMany } from './WhereAndHowMany';

const schema = z.object({
  date: z.string('validation.choose').min(1, 'validation.choose'),
  time: z.string().regex(/^\d\d:\d\d/, 'validation.choose'),
  minutes: z.number('validation.required').int().min(5).max(1440),
  trainer: z.number('validation.choose'),
  room: z.number().nullable(),
  capacity: z.number('validation.required').int().min(1),
});
type Values = z.infer<typeof schema>;

interface SessionFormProps {
  session: SessionRow;
  carriedRef: CarriedRef;
  onSaved: () => void;
}

/** Those who can't stay, and what was to be changed. */
interface Leaving {
  names: string[];
  change: SessionChange;
}

/** Moves one class, or gives it another trainer, room or number of seats: the form beside the drag. */
export function SessionForm({ session, carriedRef, onSaved }: SessionFormProps) {
  const { t } = useTranslation();
  const { timeZone } = useDates();
  const form = useForm<Values>({
    mode: 'onTouched',
    resolver: zodResolver(schema),
    values: valuesOf(session, timeZone),
    resetOptions: { keepDirtyValues: true },
  });
  useCarried(form, carriedRef);
  const { errors, isDirty, isSubmitting, dirtyFields } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [change] = useChangeClassMutation();
  const [preview] = useLazyPreviewClassQuery();
  const [leaving, setLeaving] = useState<Leaving | null>(null);
  const isTold = (['date', 'time', 'minutes', 'trainer'] as const).some((name) => dirtyFields[name]);

  const send = async (body: SessionChange) => {
    const { error } = await change({ id: session.id, version: session.version, change: body });
    if (!error) {
      setLeaving(null);
      onSaved();
      return;
    }
    const code = isApiError(error) ? (Object.values(error.fields)[0]?.[0]?.code ?? error.code) : '';
    if (code === 'seats_taken' || code === 'members_elsewhere') {
      const { data } = await preview({ id: session.id, change: body });
      if (data) {
        setLeaving({ names: data.leaving.map(({ customer_name }) => customer_name), change: body });
        return;
      }
    }
    setLeaving(null);
    showErrors(error, { starts_at: 'time' });
  };
  const submit = form.handleSubmit(({ date, time, ...values }) => {
    const set = Object.fromEntries(
      Object.entries(values).filter(([name]) => dirtyFields[name as keyof typeof values]),
    );
    const isMoved = (['date', 'time'] as const).some((name) => dirtyFields[name]);
    return send({ ...set, ...(isMoved && { starts_at: instantOf({ date, time }, timeZone) }) });
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate aria-label={t('session.form')}>
      <UnsavedGuard dirty={isDirty && !isSubmitting} />
      <Stack>
        <FormRefusal message={message('root')} />
        <Group align="flex-start" gap="sm" grow>
          <Controller
            control={form.control}
            name="date"
            render={({ field }) => <DayInput {...field} label={t('field.date')} error={message('date')} />}
          />
          <Controller
            control={form.control}
            name="time"
            render={({ field }) => <TimeInput {...field} label={t('field.time')} error={message('time')} />}
          />
        </Group>
        <FormProvider {...form}>
          <WhereAndHowMany message={message} />
        </FormProvider>
        {isTold && session.booked > 0 && (
          <Alert color="ember" role="status">
            {t('session.told', { booked: session.booked })}
          </Alert>
        )}
        <Button type="submit" variant="light" loading={isSubmitting} disabled={!isDirty}>
          {t('action.save')}
        </Button>
      </Stack>
      <ConfirmDialog
        opened={leaving !== null}
        title={t('session.leavingTitle')}
        text={t('session.leavingText', { names: leaving?.names.join(', ') ?? '' })}
        confirm={t('session.leavingConfirm')}
        keep={t('action.keep')}
        busy={isSubmitting}
        onConfirm={() => leaving && void send({ ...leaving.change, release: true })}
        onClose={() => setLeaving(null)}
      />
    </form>
  );
}

const MINUTE_MS = 60_000;

function valuesOf(session: SessionRow, timeZone: string): Values {
  const { trainer, room, capacity, starts_at, ends_at } = session;
  const minutes = (Date.parse(ends_at) - Date.parse(starts_at)) / MINUTE_MS;
  return { ...wallTimeAt(starts_at, timeZone), trainer, room: room ?? null, capacity, minutes };
}
