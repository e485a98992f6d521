import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Group, List, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { Closure, ClosureOutcome } from '../../api/shapes';
import { Dialog } from '../../components/Dialog';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { DayInput } from '../../components/DayInput';
import { FormRefusal } from '../../components/FormRefusal';
import { useFieldMessages, useRefusal, useServerErrors } from '../../components/formErrors';
import { confirmDone } from '../../components/toast';
import { useFocusBack } from '../../components/useFocusBack';
import { daysLater, today, useDates } from '../../i18n/dates';
import { useCan } from '../../session/useMe';
import { useLiftClosureMutation, usePreviewClosureMutation, useSaveClosureMutation } from './api';
import { useDaySpan } from './useDaySpan';

/** A season, as the server bounds it (`scheduling.closures`). */
const LONGEST_DAYS = 120;

const schema = z
  .object({
    name: z.string().trim().min(1, 'validation.required').max(80, 'validation.tooLong'),
    starts_on: z.string('validation.choose').min(1, 'validation.choose'),
    ends_on: z.string('validation.choose').min(1, 'validation.choose'),
  })
  .refine(({ starts_on: from, ends_on: to }) => from <= to, {
    path: ['ends_on'],
    message: 'fieldError.ends_before_start',
  })
  .refine(({ starts_on: from, ends_on: to }) => !from || to <= daysLater(from, LONGEST_DAYS), {
    path: ['ends_on'],
    message: 'fieldError.out_of_range',
  });
type Values = z.infer<typeof schema>;

/** A closure that is there, or a new one. Which classes it cancels is said before it is done. */
export function ClosureDialog({ closure, onClose }: { closure?: Closure; onClose: () => void }) {
  useFocusBack();
  const { t } = useTranslation();
  const { timeZone } = useDates();
  const daySpan = useDaySpan();
  const tomorrow = daysLater(today(timeZone), 1);
  const form = useForm<Values>({
    mode: 'onTouched',
    resolver: zodResolver(schema),
    defaultValues: {
      name: closure?.name ?? '',
      starts_on: closure?.starts_on ?? tomorrow,
      ends_on: closure?.ends_on ?? tomorrow,
    },
  });
  const { errors, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [preview] = usePreviewClosureMutation();
  const [save, { isLoading }] = useSaveClosureMutation();
  const [asked, setAsked] = useState<{ values: Values; outcome: ClosureOutcome } | null>(null);

  const edit = (values: Values) => ({
    ...(closure && { id: closure.id, version: closure.version }),
    closure: values,
  });
  const submit = form.handleSubmit(async (values) => {
    const { data, error } = await preview(edit(values));
    if (data) setAsked({ values, outcome: data });
    else showErrors(error);
  });
  const confirm = async () => {
    if (!asked) return;
    const { data, error } = await save(edit(asked.values));
    if (data) {
      confirmDone(t('closures.saved', { name: data.closure.name }));
      onClose();
      return;
    }
    setAsked(null);
    showErrors(error);
  };
  const title = asked
    ? t('closures.clashTitle', { name: asked.values.name, days: daySpan(asked.values) })
    : closure
      ? t('closures.edit', { name: closure.name })
      : t('closures.add');
  return (
    <Dialog
      opened
      onClose={onClose}
      title={title}
      centered
      zIndex={300}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {asked ? (
        <Stack>
          <Clashes outcome={asked.outcome} />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsked(null)} data-autofocus autoFocus>
              {t('closures.back')}
            </Button>
            <Button
              {...(asked.outcome.cancelled.length > 0 && { color: 'red' })}
              loading={isLoading}
              onClick={() => void confirm()}
            >
              {t('closures.confirm')}
            </Button>
          </Group>
        </Stack>
      ) : (
        <form onSubmit={(event) => void submit(event)} noValidate>
          <Stack>
            <FormRefusal message={message('root')} />
            <TextInput
              {...form.register('name')}
              label={t('field.called')}
              error={message('name')}
              data-autofocus
            />
            <Group grow align="flex-start">
              {(['starts_on', 'ends_on'] as const).map((name) => (
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
                        if (name === 'starts_on' && day && form.getValues('ends_on') < day)
                          form.setValue('ends_on', day);
                      }}
                      label={t(name === 'starts_on' ? 'closures.from' : 'closures.until')}
                      error={message(name)}
                    />
                  )}
                />
              ))}
            </Group>
            <Group justify="space-between">
              {closure ? <Lift closure={closure} onDone={onClose} /> : <span />}
              <Button type="submit" loading={isSubmitting}>
                {t('closures.next')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Dialog>
  );
}

const MOST_LISTED = 12;

/** The classes that go, and the one-to-ones that somebody has to see to. */
function Clashes({ outcome: { cancelled, removed, appointments } }: { outcome: ClosureOutcome }) {
  const { t } = useTranslation();
  const { moment } = useDates();
  const parts = [
    {
      title: t('closures.clashes'),
      rows: cancelled.map((one) => ({
        id: one.id,
        text: t('closures.clash', {
          name: one.service_name,
          when: moment(one.starts_at),
          booked: one.booked,
        }),
      })),
    },
    {
      title: t('closures.oneToOnes'),
      rows: appointments.map((one) => ({
        id: one.id,
        text: t('closures.oneToOne', {
          name: one.customer_name,
          service: one.service_name,
          when: moment(one.starts_at),
        }),
      })),
    },
  ].filter(({ rows }) => rows.length > 0);
  return (
    <>
      {cancelled.length + removed === 0 && <Text>{t('closures.none')}</Text>}
      {parts.map(({ title, rows }) => (
        <div key={title}>
          <Text fw={600}>{title}</Text>
          <List size="sm" mt={4}>
            {rows.slice(0, MOST_LISTED).map(({ id, text }) => (
              <List.Item key={id}>{text}</List.Item>
            ))}
            {rows.length > MOST_LISTED && (
              <List.Item>{t('closures.more', { more: rows.length - MOST_LISTED })}</List.Item>
            )}
          </List>
        </div>
      ))}
      {removed > 0 && <Text size="sm">{t('closures.removed', { removed })}</Text>}
    </>
  );
}

function Lift({ closure, onDone }: { closure: Closure; onDone: () => void }) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const mayLift = useCan('scheduling.delete_closure');
  const [asking, setAsking] = useState(false);
  const [lift, { isLoading, error, reset }] = useLiftClosureMutation();
  const { id, name } = closure;
  const confirm = async () => {
    const { error: refused } = await lift(id);
    if (refused) return;
    confirmDone(t('closures.lifted', { name }));
    onDone();
  };
  if (!mayLift) return <span />;
  return (
    <>
      <Button
        variant="subtle"
        color="red"
        onClick={() => {
          reset();
          setAsking(true);
        }}
      >
        {t('closures.lift')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('closures.liftTitle', { name })}
        text={t('closures.liftText')}
        confirm={t('closures.lift')}
        keep={t('action.keep')}
        busy={isLoading}
        refusal={error && refusal(error)}
        onConfirm={() => void confirm()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
