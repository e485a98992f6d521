import { Button, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { KeyRound } from 'lucide-react';
import { createContext, use, useRef, useState, type ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/errors';
import { FormRefusal } from '../../components/FormRefusal';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';
import { hasPasskeys } from '../../session/passkeys';
import {
  useListAuthenticatorsQuery,
  useReauthenticateMutation,
  useReauthenticateWithPasskeyMutation,
} from './api';

type Guard = <Outcome extends { error?: unknown }>(change: () => Promise<Outcome>) => Promise<Outcome>;

const GuardContext = createContext<Guard>((change) => change());

/** Runs a change, asking who it is first where the server wants that; what it then refused it is sent once more. */
export function useGuard(): Guard {
  return use(GuardContext);
}

export function Reauthentication({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const answered = useRef<(shown: boolean) => void>(() => undefined);

  const ask = () =>
    new Promise<boolean>((resolve) => {
      answered.current = resolve;
      setAsking(true);
    });
  const answer = (shown: boolean) => {
    setAsking(false);
    answered.current(shown);
  };
  const guard: Guard = async (change) => {
    const outcome = await change();
    const isAsked = isApiError(outcome.error) && outcome.error.code === 'reauthentication_required';
    return isAsked && (await ask()) ? change() : outcome;
  };
  return (
    <GuardContext value={guard}>
      {children}
      <Modal
        opened={isAsking}
        onClose={() => answer(false)}
        title={t('reauthenticate.title')}
        centered
        zIndex={300}
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <WhoIsIt onShown={() => answer(true)} />
      </Modal>
    </GuardContext>
  );
}

function WhoIsIt({ onShown }: { onShown: () => void }) {
  const { t } = useTranslation();
  const { data: authenticators } = useListAuthenticatorsQuery();
  const form = useForm({ defaultValues: { password: '' } });
  const { errors, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [reauthenticate] = useReauthenticateMutation();
  const [withPasskey, { isLoading }] = useReauthenticateWithPasskeyMutation();
  const mayUsePasskey = hasPasskeys() && authenticators?.some(({ type }) => type === 'webauthn');

  const submit = form.handleSubmit(async ({ password }) => {
    const { error } = await reauthenticate(password);
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
        <PasswordInput
          {...form.register('password', { required: t('validation.required') })}
          label={t('field.password')}
          autoComplete="current-password"
          data-autofocus
          error={message('password')}
          visibilityToggleButtonProps={{ 'aria-label': t('login.showPassword') }}
        />
        <Button type="submit" loading={isSubmitting}>
          {t('reauthenticate.submit')}
        </Button>
        {mayUsePasskey && (
          <Button
            variant="default"
            leftSection={<KeyRound size={16} aria-hidden />}
            loading={isLoading}
            onClick={() => void sign()}
          >
            {t('secondStep.passkey')}
          </Button>
        )}
      </Stack>
    </form>
  );
}
