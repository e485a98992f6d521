import { Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { RecordDrawer } from '../../components/RecordDrawer';
import { RequestFailed } from '../../components/RequestFailed';
import { useGetClassQuery } from './api';
import { SessionFacts } from './SessionFacts';

/** One class beside the timetable. */
export function SessionDrawer() {
  const { t } = useTranslation();
  const { id } = useParams();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { currentData: session, error, refetch } = useGetClassQuery(Number(id));
  return (
    <RecordDrawer
      title={session?.service_name ?? t('schedule.one')}
      onClose={() => void navigate({ pathname: '/schedule', search })}
    >
      {session ? (
        <Stack gap="xl">
          <SessionFacts session={session} />
        </Stack>
      ) : error ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : (
        <Stack gap="lg" aria-busy>
          {[120, 60, 60].map((height, at) => (
            <Skeleton key={at} h={height} />
          ))}
        </Stack>
      )}
    </RecordDrawer>
  );
}
