import { Skeleton, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { RequestFailed } from '../../components/RequestFailed';
import { confirmDone } from '../../components/toast';
import { useMe } from '../../session/useMe';
import { useGetCustomerQuery } from './api';
import { CustomerForm } from './CustomerForm';

/** What the centre holds on the member who is signed in. */
export function OwnCustomer() {
  const { t } = useTranslation();
  const { customer: id } = useMe();
  const { data, error, refetch } = useGetCustomerQuery(id ?? 0, { skip: id === null });
  if (id === null) return <Text>{t('me.noRecord')}</Text>;
  if (data) return <CustomerForm customer={data} onSaved={() => confirmDone(t('me.saved'))} />;
  if (error) return <RequestFailed error={error} onRetry={refetch} />;
  return <Skeleton h={300} aria-busy />;
}
