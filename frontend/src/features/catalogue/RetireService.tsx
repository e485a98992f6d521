import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Service } from '../../api/shapes';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { useRefusal } from '../../components/formErrors';
import { confirmDone, sayRefused } from '../../components/toast';
import { useChangeServiceMutation } from './api';

/** Takes a service off what can be booked, or puts it back. Nothing that is planned or booked goes by it. */
export function RetireService({ service, onDone }: { service: Service; onDone: () => void }) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const [asking, setAsking] = useState(false);
  const [change, { isLoading, error, reset }] = useChangeServiceMutation();
  const { id, name } = service;
  const send = async (active: boolean) => {
    // Whatever else others have changed meanwhile stays.
    const { error: refused } = await change({ id, version: undefined, change: { active } });
    if (refused) {
      if (active) sayRefused(refusal(refused));
      return;
    }
    confirmDone(t(active ? 'services.restoredDone' : 'services.retiredDone', { name }));
    onDone();
  };
  if (!service.active)
    return (
      <Button variant="light" loading={isLoading} onClick={() => void send(true)}>
        {t('services.restore')}
      </Button>
    );
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
        {t('services.retire')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('services.retireTitle', { name })}
        text={t('services.retireText', { name })}
        confirm={t('services.retire')}
        keep={t('action.keep')}
        busy={isLoading}
        refusal={error && refusal(error)}
        onConfirm={() => void send(false)}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
