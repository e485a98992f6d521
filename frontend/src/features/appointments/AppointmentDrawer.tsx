import { Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router';
import { RecordDrawer } from '../../components/RecordDrawer';
import { RequestFailed } from '../../components/RequestFailed';
import { saved } from '../../components/UnsavedGuard';
import { confirmDone } from '../../components/toast';
import { useCan } from '../../session/useMe';
import { useGetAppointmentQuery } from './api';
import { AppointmentFacts } from './AppointmentFacts';
import { AppointmentForm } from './AppointmentForm';
import { CancelAppointment } from './CancelAppointment';

export function AppointmentDrawer() {
  const { t } = useTranslation();
  const { id } = useParams();
  const navigate = useNavigate();
  const { search } = useLocation();
  const [params] = useSearchParams();
  const appointmentId = Number(id);
  const { data, error, refetch } = useGetAppointmentQuery(appointmentId, { skip: id === undefined });
  const canChange = useCan('scheduling.change_appointment');

  const isEditable = canChange && data?.state === 'booked';

  const close = () => void navigate({ pathname: '/appointments', search });
  const closeSaved = (message: string) => {
    confirmDone(message);
    void navigate({ pathname: '/appointments', search }, { state: saved });
  };
  if (id === undefined) {
    return (
      <RecordDrawer title={t('appointments.book')} onClose={close} isForm>
        <AppointmentForm
          customerId={Number(params.get('customer')) || null}
          onSaved={({ customer_name: name }) => closeSaved(t('appointments.booked', { name }))}
        />
      </RecordDrawer>
    );
  }
  return (
    <RecordDrawer title={data?.service_name ?? t('appointments.one')} onClose={close}>
      {data ? (
        <Stack gap="xl">
          <AppointmentFacts appointment={data} editable={isEditable} />
          {isEditable && (
            <>
              <AppointmentForm
                key={appointmentId}
                appointment={data}
                onSaved={({ customer_name: name }) => closeSaved(t('appointments.saved', { name }))}
              />
              <CancelAppointment
                appointment={data}
                onCancelled={() => closeSaved(t('appointments.cancelled'))}
              />
            </>
          )}
        </Stack>
      ) : error ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : (
        <Stack gap="lg" aria-busy>
          {[90, 70, 70, 70].map((height, at) => (
            <Skeleton key={at} h={height} />
          ))}
        </Stack>
      )}
    </RecordDrawer>
  );
}
