import { zodResolver } from '@hookform/resolvers/zod';
import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { KeyRound } from 'lucide-react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { z } from 'zod';
import { FormRefusal } from '../../components/FormRefusal';
import { useFieldMessages, useRefusal, useServerErrors } from '../../components/formErrors';
import { useSignInMutation, useUsePasskeyMutation } from '../../session/api';
import { hasPasskeys } from '../../session/passkeys';
import { useSession } from '../../session/useMe';
import { AuthFrame } from './AuthFrame';
import { GoOn } from './GoOn';
import { useEnter } from './useEnter';

const schema = z.object({
  email: z.email('validation.email'),
  password: z.string().min(1, 'validation.required'),
});

export function LoginPage() {
  const { t } = useTranslation();
  const { status } = useSession();
  const form = useForm({
    mode: 'onTouched',
    resolver: zodResolver(schema),
    defaultValues: { email: '', password: '' },
  });
  const { errors, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [signIn] = useSignInMutation();
  const enter = useEnter();
  const refusal = useRefusal();
  const [signInWithPasskey, passkey] = useUsePasskeyMutation();

  if (status === 'signedIn') return <GoOn />;
  const submit = form.handleSubmit(async (values) => {
    const { data, error } = await signIn(values);
    if (data) await enter(data);
    else showErrors(error);
  });
  const withPasskey = async () => {
    const { data } = await signInWithPasskey('login');
    if (data) await enter(data);
  };
  return (
    <AuthFrame title={t('login.title')}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          <FormRefusal message={message('root') ?? (passkey.error && refusal(passkey.error))} />
          <TextInput
            size="md"
            {...form.register('email')}
            label={t('field.email')}
            type="email"
            autoComplete="username"
            error={message('email')}
          />
          <PasswordInput
            size="md"
            {...form.register('password')}
            label={t('field.password')}
            autoComplete="current-password"
            error={message('password')}
            visibilityToggleButtonProps={{ 'aria-label': t('login.showPassword') }}
          />
          <Anchor component={Link} to="/password/reset" size="sm" underline="always">
            {t('login.forgot')}
          </Anchor>
          <Button type="submit" size="md" loading={isSubmitting}>
            {t('login.submit')}
          </Button>
          {hasPasskeys() && (
            <Button
              size="md"
              variant="default"
              leftSection={<KeyRound size={18} aria-hidden />}
              loading={passkey.isLoading}
              onClick={() => void withPasskey()}
            >
              {t('login.passkey')}
            </Button>
          )}
        </Stack>
      </form>
      <Text size="sm">
        {t('login.noAccount')}{' '}
        <Anchor component={Link} to="/register" inherit underline="always">
          {t('login.register')}
        </Anchor>
      </Text>
    </AuthFrame>
  );
}
