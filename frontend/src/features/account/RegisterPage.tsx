import { zodResolver } from '@hookform/resolvers/zod';
import { Anchor, Button, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Link, Navigate } from 'react-router';
import { z } from 'zod';
import { FormRefusal } from '../../components/FormRefusal';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';
import { newPassword, NewPasswordInput } from '../../components/NewPasswordInput';
import { useRegisterMutation } from '../../session/api';
import { useSession } from '../../session/useMe';
import { AuthFrame } from './AuthFrame';
import { useEnter } from './useEnter';

const name = z.string().trim().min(1, 'validation.required').max(80, 'validation.tooLong');
const schema = z.object({
  first_name: name,
  last_name: name,
  email: z.email('validation.email').max(254, 'validation.tooLong'),
  password: newPassword,
});

export function RegisterPage() {
  const { t } = useTranslation();
  const { status } = useSession();
  const form = useForm({
    mode: 'onTouched',
    resolver: zodResolver(schema),
    defaultValues: { first_name: '', last_name: '', email: '', password: '' },
  });
  const { errors, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [register] = useRegisterMutation();
  const enter = useEnter();

  if (status === 'signedIn') return <Navigate to="/" replace />;
  const submit = form.handleSubmit(async (values) => {
    const { data, error } = await register(values);
    if (data) await enter(data);
    else showErrors(error);
  });
  return (
    <AuthFrame title={t('register.title')}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          <FormRefusal message={message('root')} />
          <SimpleGrid cols={2} spacing="sm">
            <TextInput
              size="md"
              {...form.register('first_name')}
              label={t('field.first_name')}
              autoComplete="given-name"
              error={message('first_name')}
            />
            <TextInput
              size="md"
              {...form.register('last_name')}
              label={t('field.last_name')}
              autoComplete="family-name"
              error={message('last_name')}
            />
          </SimpleGrid>
          <TextInput
            size="md"
            {...form.register('email')}
            label={t('field.email')}
            type="email"
            autoComplete="username"
            error={message('email')}
          />
          <NewPasswordInput size="md" {...form.register('password')} error={message('password')} />
          <Button type="submit" size="md" loading={isSubmitting}>
            {t('register.submit')}
          </Button>
        </Stack>
      </form>
      <Text size="sm">
        {t('register.haveAccount')}{' '}
        <Anchor component={Link} to="/login" inherit underline="always">
          {t('login.submit')}
        </Anchor>
      </Text>
    </AuthFrame>
  );
}
