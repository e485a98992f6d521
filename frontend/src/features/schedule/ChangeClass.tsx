import { SegmentedControl, Skeleton, Stack } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RequestFailed } from '../../components/RequestFailed';
import { confirmDone } from '../../components/toast';
import { useCan } from '../../session/useMe';
import type { SessionRow } from './api';
import { useGetTimetableQuery, type SeriesScope } from './seriesApi';
import { SeriesForm } from './SeriesForm';
import type { SharedValues } from './seriesValues';
import { SessionForm } from './SessionForm';

const scopes = ['one', 'following', 'all'] as const;

/** Changes this class alone or, of a series, those after it as well: which is chosen first, and what was typed stays. */
export function ChangeClass({ session, onSaved }: { session: SessionRow; onSaved: () => void }) {
  const { t } = useTranslation();
  const mayChangeSeries = useCan('scheduling.change_timetable');
  const [scope, setScope] = useState<'one' | SeriesScope>('one');
  const carriedRef = useRef<Partial<SharedValues>>({});
  const name = session.service_name;
  const isInSeries = session.timetable !== null && session.occurrence !== null && mayChangeSeries;
  return (
    <Stack>
      {isInSeries && (
        <SegmentedControl
          aria-label={t('series.scope')}
          value={scope}
          onChange={setScope}
          data={scopes.map((value) => ({ value, label: t(`series.${value}`) }))}
          fullWidth
        />
      )}
      {scope === 'one' || session.timetable === null ? (
        <SessionForm
          session={session}
          carriedRef={carriedRef}
          onSaved={() => {
            confirmDone(t('session.saved', { name }));
            onSaved();
          }}
        />
      ) : (
        <OfSeries
          session={session}
          timetable={session.timetable}
          scope={scope}
          carriedRef={carriedRef}
          onSaved={() => {
            confirmDone(t('series.saved', { name }));
            onSaved();
          }}
        />
      )}
    </Stack>
  );
}

interface OfSeriesProps extends Pick<
  Parameters<typeof SeriesForm>[0],
  'session' | 'scope' | 'carriedRef' | 'onSaved'
> {
  timetable: number;
}

function OfSeries({ timetable: id, ...form }: OfSeriesProps) {
  const { currentData: timetable, error, refetch } = useGetTimetableQuery(id);
  if (timetable) return <SeriesForm key={timetable.id} timetable={timetable} {...form} />;
  return error ? <RequestFailed error={error} onRetry={refetch} /> : <Skeleton h={320} aria-busy />;
}
