import { zodResolver } from '@hookform/resolvers/zod';
import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useSearchParams } from 'react-router';
import { z } from 'zod';
import { FormRefusal } from '../../components/FormRefusal';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';
import { useSignInMutation } from '../../session/api';
import { useSession } from '../../session/useMe';
import { AuthFrame } from './AuthFrame';
import { returnPath } from './returnPath';
import { useEnter } from './useEnter';

const schema = z.object({
  email: z.email('validation.email'),
  password: z.string().min(1, 'validation.required'),
});

export function LoginPage() {
  const { t } = useTranslation();
  const { status } = useSession();
  const [params] = useSearchParams();
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

  if (status === 'signedIn') return <Navigate to={returnPath(params)} replace />;
  const submit = form.handleSubmit(async (values) => {
    const { data, error } = await signIn(values);
    if (data) await enter(data);
    else showErrors(error);
  });
  return (
    <AuthFrame title={t('login.title')}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          <FormRefusal message={message('root')} />
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
          <Button type="submit" size="md" loading={isSubmitting}>
            {t('login.submit')}
          </Button>
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
