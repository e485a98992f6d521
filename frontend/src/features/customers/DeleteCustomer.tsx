import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Customer } from '../../api/shapes';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { useRefusal } from '../../components/formErrors';
import { useDeleteCustomerMutation } from './api';
import { fullName } from '../../i18n/fullName';

export function DeleteCustomer({ customer, onDeleted }: { customer: Customer; onDeleted: () => void }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [deleteCustomer, { error, isLoading, reset }] = useDeleteCustomerMutation();
  const refusal = useRefusal();
  const name = fullName(customer);

  const confirm = async () => {
    const answer = await deleteCustomer(customer.id);
    if (!answer.error) onDeleted();
  };
  const open = () => {
    reset();
    setAsking(true);
  };
  return (
    <>
      <Button variant="subtle" color="red" onClick={open} style={{ alignSelf: 'flex-start' }}>
        {t('customers.delete')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('customers.deleteTitle', { name })}
        text={t('customers.deleteText', { name, email: customer.email })}
        confirm={t('customers.deleteConfirm')}
        keep={t('action.keep')}
        busy={isLoading}
        refusal={error && refusal(error)}
        onConfirm={() => void confirm()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
