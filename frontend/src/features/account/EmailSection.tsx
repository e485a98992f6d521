import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Stack, Text, TextInput } from '@mantine/core';
import type { ThunkDispatch, UnknownAction } from '@reduxjs/toolkit';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useDispatch } from 'react-redux';
import { z } from 'zod';
import { FormRefusal } from '../../components/FormRefusal';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';
import { confirmDone } from '../../components/toast';
import { readSession, useVerifyEmailMutation } from '../../session/api';
import { useMe } from '../../session/useMe';
import { useChangeEmailMutation } from './api';
import { CodeForm } from './CodeForm';
import { SecuritySection } from './SecuritySection';

const schema = z.object({ email: z.email('validation.email').max(254, 'validation.tooLong') });

/** A new address takes the old one's place when the code that is mailed to it has been typed here. */
export function EmailSection() {
  const { t } = useTranslation();
  const { email } = useMe();
  const dispatch = useDispatch<ThunkDispatch<unknown, unknown, UnknownAction>>();
  const [wanted, setWanted] = useState('');
  const form = useForm({ mode: 'onTouched', resolver: zodResolver(schema), defaultValues: { email: '' } });
  const { errors, isDirty, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [change] = useChangeEmailMutation();
  const [verify] = useVerifyEmailMutation();
  const submit = form.handleSubmit(async (values) => {
    const { error } = await change(values.email);
    if (error) showErrors(error);
    else setWanted(values.email);
  });
  const give = async (code: string) => {
    const { error } = await verify(code);
    if (error) return error;
    await dispatch(readSession());
    setWanted('');
    form.reset({ email: '' });
    confirmDone(t('security.emailChanged'));
    return undefined;
  };
  return (
    <SecuritySection title={t('field.email')} text={t('security.emailText', { email })}>
      {wanted ? (
        <Stack gap="sm">
          <Text role="status">{t('security.codeSent', { email: wanted })}</Text>
          <CodeForm label={t('field.code')} submit={t('verify.confirm')} onCode={give} size="sm">
            <Button variant="subtle" onClick={() => setWanted('')}>
              {t('security.otherEmail')}
            </Button>
          </CodeForm>
        </Stack>
      ) : (
        <form onSubmit={(event) => void submit(event)} noValidate>
          <Stack gap="sm">
            <FormRefusal message={message('root')} />
            <TextInput
              {...form.register('email')}
              label={t('field.new_email')}
              type="email"
              autoComplete="email"
              error={message('email')}
            />
            <Button type="submit" variant="light" disabled={!isDirty} loading={isSubmitting}>
              {t('security.changeEmail')}
            </Button>
          </Stack>
        </form>
      )}
    </SecuritySection>
  );
}
