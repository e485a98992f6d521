import { Button, Skeleton, Stack } from '@mantine/core';
import { CalendarPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import { RecordDrawer } from '../../components/RecordDrawer';
import { RequestFailed } from '../../components/RequestFailed';
import { saved } from '../../components/UnsavedGuard';
import { confirmDone } from '../../components/toast';
import { useCan } from '../../session/useMe';
import { useGetCustomerQuery } from './api';
import { CustomerForm } from './CustomerForm';
import { DeleteCustomer } from './DeleteCustomer';
import { fullName } from './fullName';

/** A new member, or one of the list beside it. */
export function CustomerDrawer() {
  const { t } = useTranslation();
  const { id } = useParams();
  const navigate = useNavigate();
  const { search } = useLocation();
  const customerId = Number(id);
  const { data, error, refetch } = useGetCustomerQuery(customerId, { skip: id === undefined });
  const canDelete = useCan('core.delete_customer');
  const canBook = useCan('scheduling.add_appointment');

  const close = () => void navigate({ pathname: '/members', search });
  const closeSaved = (message: string) => {
    confirmDone(message);
    void navigate({ pathname: '/members', search }, { state: saved });
  };
  if (id === undefined) {
    return (
      <RecordDrawer title={t('customers.add')} onClose={close} isForm>
        <CustomerForm onSaved={(created) => closeSaved(t('customers.added', { name: fullName(created) }))} />
      </RecordDrawer>
    );
  }
  return (
    <RecordDrawer title={data ? fullName(data) : t('customers.member')} onClose={close}>
      {data ? (
        <Stack gap="xl">
          {canBook && (
            <Button
              component={Link}
              to={`/appointments/new?customer=${customerId}`}
              variant="light"
              leftSection={<CalendarPlus size={18} aria-hidden />}
            >
              {t('appointments.book')}
            </Button>
          )}
          <CustomerForm
            key={customerId}
            customer={data}
            onSaved={(changed) => closeSaved(t('customers.saved', { name: fullName(changed) }))}
          />
          {canDelete && (
            <DeleteCustomer
              customer={data}
              onDeleted={() => closeSaved(t('customers.deleted', { name: fullName(data) }))}
            />
          )}
        </Stack>
      ) : error ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : (
        <Stack gap="lg" aria-busy>
          {[70, 70, 70, 70, 70, 120].map((height, at) => (
            <Skeleton key={at} h={height} />
          ))}
        </Stack>
      )}
    </RecordDrawer>
  );
}
