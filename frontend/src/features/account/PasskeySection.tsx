import { Badge, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { FormRefusal } from '../../components/FormRefusal';
import { useFieldMessages, useRefusal, useServerErrors } from '../../components/formErrors';
import { confirmDone } from '../../components/toast';
import { useDates } from '../../i18n/dates';
import { hasPasskeys } from '../../session/passkeys';
import { useAddPasskeyMutation, useRemovePasskeyMutation, type Passkey } from './api';
import { deviceName } from './deviceName';
import classes from './SecurityPage.module.css';
import { SecuritySection } from './SecuritySection';

interface PasskeySectionProps {
  passkeys: Passkey[];
  onAdded: () => void;
}

/** Passkeys: a device's own proof, in place of password and code. */
export function PasskeySection({ passkeys, onAdded }: PasskeySectionProps) {
  const { t } = useTranslation();
  const dates = useDates();
  const refusal = useRefusal();
  const [going, setGoing] = useState<Passkey | null>(null);
  const [remove, removal] = useRemovePasskeyMutation();

  const takeAway = async () => {
    if (!going) return;
    const { error } = await remove(going.id);
    if (error) return;
    setGoing(null);
    confirmDone(t('security.passkeyRemoved'));
  };
  return (
    <SecuritySection
      title={t('security.passkeys')}
      text={t('security.passkeysText')}
      badge={
        <Badge color={passkeys.length > 0 ? 'pine' : 'gray'}>
          {t(passkeys.length > 0 ? 'security.on' : 'security.off')}
        </Badge>
      }
    >
      <Stack gap="sm">
        {passkeys.length > 0 && (
          <ul className={classes.rows} aria-label={t('security.passkeys')}>
            {passkeys.map((passkey) => (
              <li key={passkey.id}>
                <KeyRound size={18} aria-hidden />
                <div>
                  <Text>{passkey.name}</Text>
                  <Text size="sm" c="var(--quiet)">
                    {t('security.since', { day: dates.day(instant(passkey.created_at)) })}
                  </Text>
                </div>
                <Button
                  variant="subtle"
                  color="red"
                  size="compact-sm"
                  aria-label={t('security.removePasskeyNamed', { name: passkey.name })}
                  onClick={() => setGoing(passkey)}
                >
                  {t('security.remove')}
                </Button>
              </li>
            ))}
          </ul>
        )}
        {hasPasskeys() ? <AddPasskey onAdded={onAdded} /> : <Text>{t('security.noPasskeysHere')}</Text>}
      </Stack>
      <ConfirmDialog
        opened={going !== null}
        title={t('security.removePasskeyNamed', { name: going?.name ?? '' })}
        text={t('security.removePasskeyText')}
        confirm={t('security.remove')}
        keep={t('action.keep')}
        busy={removal.isLoading}
        refusal={removal.error && refusal(removal.error)}
        onConfirm={() => void takeAway()}
        onClose={() => setGoing(null)}
      />
    </SecuritySection>
  );
}

function AddPasskey({ onAdded }: { onAdded: () => void }) {
  const { t } = useTranslation();
  const form = useForm({ defaultValues: { name: deviceName(navigator.userAgent) } });
  const { errors, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [add] = useAddPasskeyMutation();
  const submit = form.handleSubmit(async ({ name }) => {
    const { error } = await add(name);
    if (error) {
      showErrors(error);
      return;
    }
    confirmDone(t('security.passkeyAdded'));
    onAdded();
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <FormRefusal message={message('root')} />
      <Group align="end" gap="sm">
        <TextInput
          {...form.register('name', { maxLength: { value: 100, message: 'validation.tooLong' } })}
          label={t('security.passkeyName')}
          error={message('name')}
          style={{ flex: '1 1 12rem' }}
        />
        <Button type="submit" variant="light" loading={isSubmitting}>
          {t('security.addPasskey')}
        </Button>
      </Group>
    </form>
  );
}

function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
