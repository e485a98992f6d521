import { Skeleton, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Customer } from '../../api/shapes';
import { RequestFailed } from '../../components/RequestFailed';
import { confirmDone } from '../../components/toast';
import { useMe } from '../../session/useMe';
import { useGetCustomerQuery } from './api';
import { Consents } from './Consents';
import { CustomerForm } from './CustomerForm';

/** What the centre holds on the member who is signed in. */
export function OwnCustomer() {
  const { t } = useTranslation();
  return (
    <Own>{(customer) => <CustomerForm customer={customer} onSaved={() => confirmDone(t('me.saved'))} />}</Own>
  );
}

/** What they agreed to, to be given and taken back by themselves. */
export function OwnConsents() {
  return <Own>{(customer) => <Consents customer={customer} />}</Own>;
}

function Own({ children }: { children: (customer: Customer) => React.ReactNode }) {
  const { t } = useTranslation();
  const { customer: id } = useMe();
  const { data, error, refetch } = useGetCustomerQuery(id ?? 0, { skip: id === null });
  if (id === null) return <Text>{t('me.noRecord')}</Text>;
  if (data) return children(data);
  if (error) return <RequestFailed error={error} onRetry={refetch} />;
  return <Skeleton h={300} aria-busy />;
}
