import { Alert, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ZoneNote } from '../../components/ZoneNote';
import { useDates } from '../../i18n/dates';
import { useMe } from '../../session/useMe';
import type { SessionRow } from './api';
import { Seats } from './Seats';
import { useShownSession } from './useShownSession';

/** When, with whom, where, and how full. */
export function SessionFacts({ session: held }: { session: SessionRow }) {
  const { t } = useTranslation();
  const dates = useDates();
  const { session } = useShownSession(held);
  const { is_staff: isStaff } = useMe();
  const { trainer_name: trainer, stands_in_for_name: regular } = session;
  return (
    <Stack gap="xs">
      <Text fw={600} size="lg">
        {dates.longDay(dates.dayOf(session.starts_at))}, {dates.time(session.starts_at)}–
        {dates.time(session.ends_at)}
      </Text>
      <ZoneNote at={session.starts_at} />
      <Text>
        {regular ? t('schedule.standsIn', { trainer, regular }) : trainer}
        {session.room_name && ` · ${session.room_name}`}
      </Text>
      {session.state === 'cancelled' ? (
        <Alert color="gray" role="status">
          {session.cancel_reason
            ? t('schedule.cancelledFor', { reason: session.cancel_reason })
            : t('schedule.state.cancelled')}
        </Alert>
      ) : (
        <Seats session={session} isStaff={isStaff} />
      )}
    </Stack>
  );
}
