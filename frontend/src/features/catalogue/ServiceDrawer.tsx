import { Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { RecordDrawer } from '../../components/RecordDrawer';
import { RequestFailed } from '../../components/RequestFailed';
import { confirmDone } from '../../components/toast';
import { saved } from '../../components/UnsavedGuard';
import { useGetServiceQuery } from './api';
import { RetireService } from './RetireService';
import { ServiceForm } from './ServiceForm';

/** One service beside the list, or a new one. */
export function ServiceDrawer() {
  const { t } = useTranslation();
  const { id } = useParams();
  const navigate = useNavigate();
  const { search } = useLocation();
  const isNew = id === undefined;
  const { currentData: service, error, refetch } = useGetServiceQuery(Number(id), { skip: isNew });
  const close = (isSaved = false) =>
    void navigate({ pathname: '/settings/services', search }, isSaved ? { state: saved } : {});
  const done = ({ name }: { name: string }) => {
    confirmDone(t('services.saved', { name }));
    close(true);
  };
  return (
    <RecordDrawer
      title={isNew ? t('services.add') : (service?.name ?? t('services.form'))}
      onClose={close}
      isForm={isNew}
    >
      {isNew ? (
        <ServiceForm onSaved={done} />
      ) : service ? (
        <Stack gap="xl">
          <ServiceForm key={service.id} service={service} onSaved={done} />
          <RetireService service={service} onDone={() => close(true)} />
        </Stack>
      ) : error ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : (
        <Stack gap="lg" aria-busy>
          {[120, 90, 200].map((height) => (
            <Skeleton key={height} h={height} />
          ))}
        </Stack>
      )}
    </RecordDrawer>
  );
}
