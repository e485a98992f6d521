import { Button, Group, Textarea } from '@mantine/core';
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { FormRefusal } from '../../components/FormRefusal';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';

/** How sending ended, as the cache's hooks say it. */
export interface Sent {
  error?: unknown;
}

interface WritingFormProps {
  label: string;
  placeholder?: string;
  initial?: string;
  submit: string;
  most: number;
  onSubmit: (what: { text: string; client_id: string }) => Promise<Sent>;
  /** It was sent, or given up; without it the form stays, empty. */
  onDone?: () => void;
}

/** Where something is written. What was typed stays until the server has taken it. */
export function WritingForm({
  label,
  placeholder,
  initial = '',
  submit,
  most,
  onSubmit,
  onDone,
}: WritingFormProps) {
  const { t } = useTranslation();
  // The same for each try: what arrived without an answer isn't said twice.
  const [clientId, setClientId] = useState(() => crypto.randomUUID());
  const form = useForm({
    resolver: zodResolver(z.object({ text: z.string().max(most, 'validation.tooLong') })),
    defaultValues: { text: initial },
  });
  const { errors, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const isEmpty = useWatch({ control: form.control, name: 'text' }).trim() === '';
  const send = form.handleSubmit(async ({ text }) => {
    const { error } = await onSubmit({ text, client_id: clientId });
    if (error !== undefined) {
      showErrors(error);
      return;
    }
    form.reset();
    setClientId(crypto.randomUUID());
    onDone?.();
  });
  return (
    <form onSubmit={(event) => void send(event)} noValidate>
      <FormRefusal message={message('root')} />
      <Textarea
        {...form.register('text')}
        aria-label={label}
        placeholder={placeholder ?? label}
        autosize
        minRows={1}
        maxRows={12}
        error={message('text')}
        data-autofocus={onDone ? true : undefined}
      />
      <Group justify="flex-end" mt="xs" gap="xs" display={isEmpty && !onDone ? 'none' : undefined}>
        {onDone && (
          <Button variant="default" size="sm" onClick={onDone}>
            {t('action.cancel')}
          </Button>
        )}
        <Button type="submit" size="sm" loading={isSubmitting} disabled={isEmpty}>
          {submit}
        </Button>
      </Group>
    </form>
  );
}
