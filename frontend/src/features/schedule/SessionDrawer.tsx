import { Button, Group, Skeleton, Stack } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { RecordDrawer } from '../../components/RecordDrawer';
import { RequestFailed } from '../../components/RequestFailed';
import { useNow } from '../../components/useNow';
import { useCan, useMe } from '../../session/useMe';
import { useGetClassQuery, type SessionRow } from './api';
import { CancelSession } from './CancelSession';
import { ChangeClass } from './ChangeClass';
import { EndSeries } from './EndSeries';
import { OwnBooking } from './OwnBooking';
import { RosterList } from './RosterList';
import { SessionFacts } from './SessionFacts';
import { useGetTimetableQuery } from './seriesApi';

/** One class beside the timetable. */
export function SessionDrawer() {
  const { t } = useTranslation();
  const { id } = useParams();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { is_staff: isStaff } = useMe();
  const { currentData: session, error, refetch } = useGetClassQuery(Number(id));
  return (
    <RecordDrawer
      title={session?.service_name ?? t('schedule.one')}
      onClose={() => void navigate({ pathname: '/schedule', search })}
    >
      {session ? (
        <Stack gap="xl">
          <SessionFacts session={session} />
          {isStaff ? <ForStaff key={session.id} session={session} /> : <OwnBooking session={session} />}
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

function ForStaff({ session }: { session: SessionRow }) {
  const { t } = useTranslation();
  const now = useNow();
  const [changing, setChanging] = useState(false);
  const canChange =
    useCan('scheduling.change_session') && session.state === 'planned' && Date.parse(session.starts_at) > now;
  const mayEnd = useCan('scheduling.change_timetable');
  const part = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What had the focus has gone with what was done. Without it the keyboard is no longer in the panel.
    if (document.activeElement === document.body) part.current?.focus();
  }, [changing, canChange]);
  return (
    <Stack gap="xl" ref={part} tabIndex={-1} style={{ outline: 'none' }}>
      <RosterList session={session} />
      {canChange &&
        (changing ? (
          <ChangeClass session={session} onSaved={() => setChanging(false)} />
        ) : (
          <Button variant="default" style={{ alignSelf: 'flex-start' }} onClick={() => setChanging(true)}>
            {t('session.form')}
          </Button>
        ))}
      {canChange && (
        <Group gap="xs">
          <CancelSession session={session} />
          {mayEnd && session.timetable !== null && <EndSeriesOf session={session} id={session.timetable} />}
        </Group>
      )}
    </Stack>
  );
}

/** Only what is known can be ended; until then there is nothing to press. */
function EndSeriesOf({ session, id }: { session: SessionRow; id: number }) {
  const { currentData: timetable } = useGetTimetableQuery(id);
  return timetable && <EndSeries session={session} timetable={timetable} />;
}
