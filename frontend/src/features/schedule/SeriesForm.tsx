import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Controller, FormProvider, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/errors';
import type { Timetable, TimetableOutcome } from '../../api/shapes';
import { DayInput } from '../../components/DayInput';
import { Dialog } from '../../components/Dialog';
import { FormRefusal } from '../../components/FormRefusal';
import { TimeInput } from '../../components/TimeInput';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';
import { UnsavedGuard } from '../../components/UnsavedGuard';
import type { SessionRow } from './api';
import {
  useChangeSeriesMutation,
  usePreviewSeriesMutation,
  type SeriesEdit,
  type SeriesScope,
} from './seriesApi';
import { SeriesOutcome } from './SeriesOutcome';
import { changeOf, seriesFields, seriesSchema, valuesOf, type SeriesValues } from './seriesValues';
import { useCarried, type CarriedRef } from './useCarried';
import { WeekdayChips } from './WeekdayChips';
import { WhereAndHowMany } from './WhereAndHowMany';

interface SeriesFormProps {
  session: SessionRow;
  timetable: Timetable;
  scope: SeriesScope;
  carriedRef: CarriedRef;
  onSaved: () => void;
}

/** Changes a class from one day on, or all of it that lies ahead. What that does to those booked is said before it is done. */
export function SeriesForm({ session, timetable, scope, carriedRef, onSaved }: SeriesFormProps) {
  const { t } = useTranslation();
  const form = useForm<SeriesValues>({
    mode: 'onTouched',
    resolver: zodResolver(seriesSchema),
    values: valuesOf(timetable),
    resetOptions: { keepDirtyValues: true },
  });
  useCarried(form, carriedRef);
  const { errors, isDirty, isSubmitting, dirtyFields } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [preview] = usePreviewSeriesMutation();
  const [change, { isLoading }] = useChangeSeriesMutation();
  const [asked, setAsked] = useState<{ edit: SeriesEdit; outcome: TimetableOutcome } | null>(null);
  const isTold = (['days', 'time', 'minutes', 'trainer'] as const).some((name) => dirtyFields[name]);

  const refuse = (error: unknown) => {
    setAsked(null);
    if (isApiError(error) && error.current)
      form.setError('root', { type: 'server', message: 'series.changedMeanwhile' });
    else showErrors(error, seriesFields);
  };
  const submit = form.handleSubmit(async (values) => {
    const edit: SeriesEdit = {
      timetable: timetable.id,
      version: timetable.version,
      session: session.id,
      scope,
      first: session.occurrence ?? '',
      change: changeOf(values, form.formState.dirtyFields, timetable.rule),
    };
    const { data, error } = await preview(edit);
    if (data) setAsked({ edit, outcome: data });
    else refuse(error);
  });
  const confirm = async () => {
    if (!asked) return;
    const { data, error } = await change(asked.edit);
    if (data) onSaved();
    else refuse(error);
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate aria-label={t('series.form')}>
      <UnsavedGuard dirty={isDirty && !isSubmitting && !isLoading} />
      <Stack>
        <FormRefusal message={message('root')} />
        <Controller
          control={form.control}
          name="days"
          render={({ field: { value, onChange } }) =>
            value ? (
              <WeekdayChips value={value} onChange={onChange} error={message('days')} />
            ) : (
              <Text size="sm">{t('series.otherRule')}</Text>
            )
          }
        />
        <Group align="flex-start" gap="sm" grow>
          <Controller
            control={form.control}
            name="time"
            render={({ field }) => <TimeInput {...field} label={t('field.time')} error={message('time')} />}
          />
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
        </Group>
        <FormProvider {...form}>
          <WhereAndHowMany message={message} />
        </FormProvider>
        <Text size="sm" c="var(--quiet)">
          {t('series.touched')}
        </Text>
        <Button type="submit" variant="light" loading={isSubmitting} disabled={!isDirty}>
          {t('series.preview')}
        </Button>
      </Stack>
      <Dialog
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={t('series.previewTitle')}
        centered
        zIndex={300}
        closeButtonProps={{ 'aria-label': t('action.close') }}
        // Over a drawer it would be the page's second banner.
        attributes={{ header: { role: 'none' } }}
      >
        {asked && <SeriesOutcome outcome={asked.outcome} isTold={isTold} />}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => setAsked(null)} data-autofocus>
            {t('action.keep')}
          </Button>
          <Button loading={isLoading} onClick={() => void confirm()}>
            {t('series.confirm')}
          </Button>
        </Group>
      </Dialog>
    </form>
  );
}
