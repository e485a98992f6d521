import { Alert, Button, Group, List, Skeleton, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Customer } from '../../api/shapes';
import { Dialog } from '../../components/Dialog';
import { useRefusal } from '../../components/formErrors';
import { RequestFailed } from '../../components/RequestFailed';
import { confirmDone } from '../../components/toast';
import { fullName } from '../../i18n/fullName';
import { useEraseMemberMutation, usePreviewErasureQuery } from './api';
import { usePartName } from './usePartName';

/** Asks, names what goes and what stays and why, and has the number typed: there is no way back. */
export function EraseMember({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button color="red" variant="light" onClick={() => setAsking(true)} style={{ alignSelf: 'flex-start' }}>
        {t('transfer.erase')}
      </Button>
      <Dialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('transfer.eraseAsk', { name: fullName(customer) })}
        centered
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <Asking customer={customer} onKeep={() => setAsking(false)} />
      </Dialog>
    </>
  );
}

function Asking({ customer, onKeep }: { customer: Customer; onKeep: () => void }) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const partName = usePartName();
  const navigate = useNavigate();
  const { data, error, refetch } = usePreviewErasureQuery(customer.id);
  const [erase, erasing] = useEraseMemberMutation();
  const [typed, setTyped] = useState('');
  const number = String(customer.member_number);
  const confirm = async () => {
    const answer = await erase(customer.id);
    if (answer.error) return;
    confirmDone(t('transfer.erased'));
    await navigate('/members', { replace: true });
  };
  if (error) return <RequestFailed error={error} onRetry={refetch} />;
  if (!data) return <Skeleton h={160} aria-busy />;
  return (
    <>
      <Text fw={550}>{t('transfer.goes')}</Text>
      <List size="sm" mb="sm">
        <List.Item>{t('transfer.goesRecord')}</List.Item>
        {Object.entries(data.goes).map(([name, count]) => (
          <List.Item key={name}>{`${partName(name)}: ${count}`}</List.Item>
        ))}
      </List>
      {data.keeps.map(({ name, count }) => (
        <div key={name}>
          <Text fw={550}>{`${partName(name)}: ${count}`}</Text>
          <Text size="sm" mb="sm">
            {t('transfer.keptForTheBooks')}
          </Text>
        </div>
      ))}
      {data.wards > 0 ? (
        <Alert color="red" role="alert">
          {t('transfer.hasWards')}
        </Alert>
      ) : (
        <TextInput
          label={t('transfer.typeNumber', { number })}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          inputMode="numeric"
          autoComplete="off"
        />
      )}
      {erasing.error && (
        <Alert color="red" mt="sm" role="alert">
          {refusal(erasing.error)}
        </Alert>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onKeep} data-autofocus>
          {t('action.keep')}
        </Button>
        <Button
          color="red"
          disabled={typed.trim() !== number || data.wards > 0}
          loading={erasing.isLoading}
          onClick={() => void confirm()}
        >
          {t('transfer.eraseConfirm')}
        </Button>
      </Group>
    </>
  );
}
