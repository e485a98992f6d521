import { Alert, Button, Group, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Membership, PaymentInput } from '../../api/shapes';
import { DayInput } from '../../components/DayInput';
import { Dialog } from '../../components/Dialog';
import { confirmDone } from '../../components/toast';
import { useFocusBack } from '../../components/useFocusBack';
import { today, useDates } from '../../i18n/dates';
import { useRecordPaymentMutation } from './api';
import { useActionRefusal } from './useActionRefusal';
import { openAmount } from './useMoney';

const methods = ['card', 'cash', 'transfer', 'direct_debit', 'other'] as const;

/** Writes down what was received, or given back with a minus. */
export function PaymentDialog({ membership, onClose }: { membership: Membership; onClose: () => void }) {
  useFocusBack();
  const { t } = useTranslation();
  const [amount, setAmount] = useState<string | number>(openAmount(membership));
  const [method, setMethod] = useState<PaymentInput['method']>('card');
  const dates = useDates();
  const [paidOn, setPaidOn] = useState<string | null>(today(dates.timeZone));
  const [note, setNote] = useState('');
  const [record, { error, isLoading }] = useRecordPaymentMutation();
  const refusal = useActionRefusal();
  const confirm = async () => {
    const payment = { amount: Number(amount).toFixed(2), method, note, ...(paidOn && { paid_on: paidOn }) };
    const { data } = await record({ membership: membership.id, payment });
    if (!data) return;
    confirmDone(t('memberships.done.pay'));
    onClose();
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('memberships.action.pay')}
      centered
      zIndex={300}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        <Stack>
          {error && (
            <Alert color="red" role="alert">
              {refusal(error)}
            </Alert>
          )}
          <NumberInput
            label={t('memberships.amount', { currency: membership.currency })}
            description={t('memberships.amountHint')}
            value={amount}
            onChange={setAmount}
            decimalScale={2}
            fixedDecimalScale
            hideControls
            data-autofocus
          />
          <Select
            label={t('memberships.method')}
            data={methods.map((value) => ({ value, label: t(`memberships.by.${value}`) }))}
            value={method}
            onChange={(value) => value && setMethod(value)}
            allowDeselect={false}
          />
          <DayInput
            label={t('memberships.paidOn')}
            value={paidOn}
            onChange={setPaidOn}
            maxDate={today(dates.timeZone)}
          />
          <TextInput
            label={t('memberships.note')}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            maxLength={500}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('memberships.leave')}
            </Button>
            <Button type="submit" loading={isLoading}>
              {t('memberships.action.pay')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
