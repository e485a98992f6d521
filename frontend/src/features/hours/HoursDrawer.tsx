import { Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { RecordDrawer } from '../../components/RecordDrawer';
import { RequestFailed } from '../../components/RequestFailed';
import { confirmDone } from '../../components/toast';
import { saved } from '../../components/UnsavedGuard';
import { useCan, useMe } from '../../session/useMe';
import { useGetHoursQuery } from './api';
import { valuesOf } from './hoursValues';
import { HoursForm } from './HoursForm';
import { TimeOffSection } from './TimeOffSection';
import { useHoursWords } from './useHoursWords';

/** When one of the staff works, and when not: their own to change, and the managers'. */
export function HoursDrawer() {
  const { t } = useTranslation();
  const trainer = Number(useParams().id);
  const navigate = useNavigate();
  const { search } = useLocation();
  const me = useMe();
  const mayChangeAll = useCan('scheduling.change_workinghours');
  const mayChange = mayChangeAll || me.id === trainer;
  const { weekWords, daysWords } = useHoursWords();
  const { currentData: hours, error, refetch } = useGetHoursQuery(trainer);
  const close = (isSaved = false) =>
    void navigate({ pathname: '/settings/hours', search }, isSaved ? { state: saved } : {});
  return (
    <RecordDrawer title={hours?.trainer_name ?? t('hours.title')} onClose={close}>
      {hours ? (
        <Stack gap="xl">
          <TimeOffSection hours={hours} mayChange={mayChange} />
          {mayChange ? (
            <HoursForm
              key={hours.trainer}
              hours={hours}
              onSaved={() => {
                confirmDone(t('hours.saved', { name: hours.trainer_name }));
                close(true);
              }}
            />
          ) : (
            <Stack gap="xs">
              <Text fw={600}>{t('hours.weekly')}</Text>
              {[...weekWords(valuesOf(hours).weekly), ...daysWords(valuesOf(hours).days)].map((line) => (
                <Text key={line}>{line}</Text>
              ))}
              {hours.version === 0 && <Text c="var(--quiet)">{t('hours.unset')}</Text>}
              <Text size="sm" c="var(--quiet)">
                {t('hours.readOnly', { name: hours.trainer_name })}
              </Text>
            </Stack>
          )}
        </Stack>
      ) : error ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : (
        <Stack gap="lg" aria-busy>
          {[80, 320].map((height) => (
            <Skeleton key={height} h={height} />
          ))}
        </Stack>
      )}
    </RecordDrawer>
  );
}
