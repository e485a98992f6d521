import { Button, Stack, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { FormRefusal } from '../../components/FormRefusal';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';

interface CodeFormProps {
  label: string;
  submit: string;
  /** Gives the code to the server; answers with why it was refused, if it was. */
  onCode: (code: string) => Promise<unknown>;
  /** What else one may do. */
  children?: ReactNode;
  size?: 'sm' | 'md';
}

/** A short code, typed from a mail or an app. */
export function CodeForm({ label, submit, onCode, children, size = 'md' }: CodeFormProps) {
  const { t } = useTranslation();
  // The mailed code is a `key` to the server; either name finds the field.
  const form = useForm({ defaultValues: { code: '', key: '' } });
  const { errors, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const give = form.handleSubmit(async ({ code }) => {
    const error = await onCode(code.trim());
    if (error) showErrors(error);
  });
  return (
    <form onSubmit={(event) => void give(event)} noValidate>
      <Stack>
        <FormRefusal message={message('root')} />
        <TextInput
          size={size}
          {...form.register('code', { required: t('validation.required') })}
          label={label}
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          data-autofocus
          error={message('code') ?? message('key')}
          styles={{ input: { letterSpacing: '0.12em', fontVariantNumeric: 'tabular-nums' } }}
        />
        <Button type="submit" size={size} loading={isSubmitting}>
          {submit}
        </Button>
        {children}
      </Stack>
    </form>
  );
}
