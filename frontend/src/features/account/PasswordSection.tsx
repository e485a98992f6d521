import { zodResolver } from '@hookform/resolvers/zod';
import { Button, PasswordInput, Stack } from '@mantine/core';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { FormRefusal } from '../../components/FormRefusal';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';
import { newPassword, NewPasswordInput } from '../../components/NewPasswordInput';
import { confirmDone } from '../../components/toast';
import { UnsavedGuard } from '../../components/UnsavedGuard';
import { useMe } from '../../session/useMe';
import { useChangePasswordMutation } from './api';
import { SecuritySection } from './SecuritySection';

const schema = z.object({
  current_password: z.string().min(1, 'validation.required'),
  new_password: newPassword,
});
const empty = { current_password: '', new_password: '' };

export function PasswordSection() {
  const { t } = useTranslation();
  const { email } = useMe();
  const form = useForm({ mode: 'onTouched', resolver: zodResolver(schema), defaultValues: empty });
  const { errors, isDirty, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [change] = useChangePasswordMutation();
  const submit = form.handleSubmit(async (values) => {
    const { error } = await change(values);
    if (error) {
      showErrors(error);
      return;
    }
    form.reset(empty);
    confirmDone(t('security.passwordChanged'));
  });
  return (
    <SecuritySection title={t('field.password')} text={t('security.passwordText')}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <UnsavedGuard dirty={isDirty && !isSubmitting} />
        <Stack gap="sm">
          <FormRefusal message={message('root')} />
          {/* So that a password manager knows whose it is. */}
          <input type="email" autoComplete="username" value={email} readOnly hidden />
          <PasswordInput
            {...form.register('current_password')}
            label={t('field.current_password')}
            autoComplete="current-password"
            error={message('current_password')}
            visibilityToggleButtonProps={{ 'aria-label': t('login.showPassword') }}
          />
          <NewPasswordInput
            {...form.register('new_password')}
            label={t('field.new_password')}
            error={message('new_password')}
          />
          <Button type="submit" variant="light" disabled={!isDirty} loading={isSubmitting}>
            {t('security.changePassword')}
          </Button>
        </Stack>
      </form>
    </SecuritySection>
  );
}
