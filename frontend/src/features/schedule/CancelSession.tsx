import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../components/Dialog';
import { FormRefusal } from '../../components/FormRefusal';
import { confirmDone } from '../../components/toast';
import type { SessionRow } from './api';
import { useCancelClassMutation } from './rosterApi';
import { useBookingRefusal } from './useBookingRefusal';

/** Cancels a class with everybody in it: who is told, and how many, is said before it is done. */
export function CancelSession({ session }: { session: SessionRow }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [cancel, { error, isLoading, reset }] = useCancelClassMutation();
  const refusal = useBookingRefusal('class');
  const { booked, waiting, service_name: name } = session;
  const told = booked + waiting;

  const confirm = async () => {
    const answer = await cancel({ id: session.id, reason: reason.trim() });
    if (answer.error) return;
    setAsking(false);
    confirmDone(t('session.cancelled', { name }));
  };
  return (
    <>
      <Button
        variant="subtle"
        color="red"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => {
          reset();
          setAsking(true);
        }}
      >
        {t('session.cancel')}
      </Button>
      <Dialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('session.cancelTitle', { name })}
        centered
        zIndex={300}
        closeButtonProps={{ 'aria-label': t('action.close') }}
        // Over a drawer it would be the page's second banner.
        attributes={{ header: { role: 'none' } }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void confirm();
          }}
        >
          <Stack>
            <FormRefusal message={error && refusal(error)} />
            <Alert color="ember">
              {told > 0 ? t('session.cancelTold', { booked, waiting }) : t('session.cancelNobody')}
            </Alert>
            <TextInput
              label={t('session.reason')}
              description={t('session.reasonHint')}
              value={reason}
              maxLength={200}
              onChange={(event) => setReason(event.currentTarget.value)}
              data-autofocus
            />
            {told > 0 && (
              <Text size="sm" c="var(--quiet)">
                {t('session.givenBack')}
              </Text>
            )}
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setAsking(false)}>
                {t('action.keep')}
              </Button>
              <Button type="submit" color="red" loading={isLoading}>
                {told > 0 ? t('session.cancelAndTell', { told }) : t('session.cancel')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Dialog>
    </>
  );
}
