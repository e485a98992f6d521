import { zodResolver } from '@hookform/resolvers/zod';
import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { z } from 'zod';
import { FormRefusal } from '../../components/FormRefusal';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';
import { useRequestPasswordMutation } from '../../session/api';
import { AuthFrame } from './AuthFrame';

const schema = z.object({ email: z.email('validation.email') });

/** Says the same whether there is such an account or not; the mail tells its owner. */
export function ForgotPasswordPage() {
  const { t } = useTranslation();
  const [sentTo, setSentTo] = useState('');
  const form = useForm({ mode: 'onTouched', resolver: zodResolver(schema), defaultValues: { email: '' } });
  const { errors, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [request] = useRequestPasswordMutation();
  const submit = form.handleSubmit(async ({ email }) => {
    const { error } = await request(email);
    if (error) showErrors(error);
    else setSentTo(email);
  });
  return (
    <AuthFrame title={t('forgot.title')}>
      {sentTo ? (
        <Text role="status">{t('forgot.sent', { email: sentTo })}</Text>
      ) : (
        <form onSubmit={(event) => void submit(event)} noValidate>
          <Stack>
            <Text>{t('forgot.text')}</Text>
            <FormRefusal message={message('root')} />
            <TextInput
              size="md"
              {...form.register('email')}
              label={t('field.email')}
              type="email"
              autoComplete="username"
              error={message('email')}
            />
            <Button type="submit" size="md" loading={isSubmitting}>
              {t('forgot.submit')}
            </Button>
          </Stack>
        </form>
      )}
      <Anchor component={Link} to="/login" size="sm" underline="always">
        {t('verify.toLogin')}
      </Anchor>
    </AuthFrame>
  );
}
