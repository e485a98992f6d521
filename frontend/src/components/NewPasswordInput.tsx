import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';

/** What every password that is chosen has to be; the server knows more reasons to refuse one. */
export const newPassword = z.string().min(8, 'validation.passwordShort');

/** A password that is chosen: says what it has to be, and password managers offer one of theirs. */
export function NewPasswordInput(props: PasswordInputProps) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      label={t('field.password')}
      description={t('register.passwordHint')}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': t('login.showPassword') }}
      {...props}
    />
  );
}
