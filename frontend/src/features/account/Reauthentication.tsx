import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useDispatch, useSelector } from 'react-redux';
import { identityAnswered, type WithIdentity } from '../../api/identity';
import { Dialog } from '../../components/Dialog';
import { FormRefusal } from '../../components/FormRefusal';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';
import { hasPasskeys } from '../../session/passkeys';
import {
  useListAuthenticatorsQuery,
  useReauthenticateMutation,
  useReauthenticateWithPasskeyMutation,
} from './api';

/** What this dialog lies over, a form for one, is not to be closed by the Escape that closes this. */
const ownEscape = { 'data-mantine-stop-propagation': 'true' };

/** Asks who is at the screen where the server wants to know before a change; then what was asked for goes on by itself. */
export function Reauthentication() {
  const { t } = useTranslation();
  const dispatch = useDispatch();
  const isAsked = useSelector(({ identity }: WithIdentity) => identity.isAsked);
  const answer = (shown: boolean) => dispatch(identityAnswered(shown));
  return (
    <div onKeyDown={({ key }) => key === 'Escape' && isAsked && answer(false)}>
      <Dialog
        opened={isAsked}
        onClose={() => answer(false)}
        title={t('reauthenticate.title')}
        centered
        zIndex={500}
        closeOnEscape={false}
        closeButtonProps={{ 'aria-label': t('action.close'), ...ownEscape }}
      >
        <WhoIsIt onShown={() => answer(true)} />
      </Dialog>
    </div>
  );
}

function WhoIsIt({ onShown }: { onShown: () => void }) {
  const { t } = useTranslation();
  const { data: authenticators } = useListAuthenticatorsQuery();
  const [by, setBy] = useState<'password' | 'code'>('password');
  const form = useForm({ defaultValues: { password: '', code: '' } });
  const { errors, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [reauthenticate] = useReauthenticateMutation();
  const [withPasskey, { isLoading }] = useReauthenticateWithPasskeyMutation();
  const has = (kind: string) => authenticators?.some(({ type }) => type === kind) ?? false;

  const submit = form.handleSubmit(async (values) => {
    const { error } = await reauthenticate(
      by === 'code' ? { code: values.code } : { password: values.password },
    );
    if (error) showErrors(error);
    else onShown();
  });
  const sign = async () => {
    const { error } = await withPasskey();
    if (error) showErrors(error);
    else onShown();
  };
  return (
    <form
      onSubmit={(event) => {
        event.stopPropagation();
        void submit(event);
      }}
      noValidate
    >
      <Stack>
        <Text>{t('reauthenticate.text')}</Text>
        <FormRefusal message={message('root')} />
        {by === 'password' ? (
          <PasswordInput
            key={by}
            {...form.register('password', { required: t('validation.required') })}
            label={t('field.password')}
            autoComplete="current-password"
            data-autofocus
            error={message('password')}
            visibilityToggleButtonProps={{ 'aria-label': t('login.showPassword'), ...ownEscape }}
            {...ownEscape}
          />
        ) : (
          <TextInput
            key={by}
            {...form.register('code', { required: t('validation.required') })}
            label={t('field.code')}
            autoComplete="one-time-code"
            inputMode="numeric"
            autoFocus
            error={message('code')}
            {...ownEscape}
          />
        )}
        <Button type="submit" loading={isSubmitting} {...ownEscape}>
          {t('reauthenticate.submit')}
        </Button>
        {hasPasskeys() && has('webauthn') && (
          <Button
            variant="default"
            leftSection={<KeyRound size={16} aria-hidden />}
            loading={isLoading}
            onClick={() => void sign()}
            {...ownEscape}
          >
            {t('secondStep.passkey')}
          </Button>
        )}
        {has('totp') && (
          <Anchor
            component="button"
            type="button"
            size="sm"
            underline="always"
            onClick={() => {
              form.reset();
              setBy(by === 'code' ? 'password' : 'code');
            }}
            {...ownEscape}
          >
            {t(by === 'code' ? 'reauthenticate.byPassword' : 'reauthenticate.byCode')}
          </Anchor>
        )}
      </Stack>
    </form>
  );
}
