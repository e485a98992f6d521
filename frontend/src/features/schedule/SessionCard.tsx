import { Anchor, Badge, Text, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useDates } from '../../i18n/dates';
import { useMe } from '../../session/useMe';
import type { SessionRow } from './api';
import classes from './Schedule.module.css';
import { OwnPlace } from './OwnPlace';
import { Seats } from './Seats';
import { useShownSession } from './useShownSession';

/** One class in the agenda. The whole of it leads to the class; what can be done with it stands beside. */
export function SessionCard({ session: held, isFresh }: { session: SessionRow; isFresh: boolean }) {
  const { t } = useTranslation();
  const dates = useDates();
  const { search } = useLocation();
  const { session, place: own } = useShownSession(held);
  const { is_staff: isStaff } = useMe();
  const isCancelled = session.state === 'cancelled';
  const place = [session.trainer_name, session.room_name].filter(Boolean).join(' · ');
  return (
    <li
      className={classes.card}
      data-fresh={isFresh || undefined}
      data-cancelled={isCancelled || undefined}
      data-own={(!isStaff && own !== 'none') || undefined}
    >
      <div className={classes.when}>
        <Text fw={650}>{dates.time(session.starts_at)}</Text>
        <Text size="sm" c="var(--quiet)">
          {dates.time(session.ends_at)}
        </Text>
      </div>
      <span className={classes.mark} style={{ background: session.colour }} aria-hidden />
      <div className={classes.what}>
        <Anchor
          component={Link}
          to={{ pathname: `/schedule/${session.id}`, search }}
          c="inherit"
          fw={600}
          underline="never"
          className={classes.title}
        >
          {session.service_name}
        </Anchor>
        {isFresh && <VisuallyHidden>{t('list.justChanged')}</VisuallyHidden>}
        <Text size="sm" c="var(--quiet)">
          {place}
        </Text>
      </div>
      <div className={classes.side}>
        {isCancelled ? (
          <Badge color="gray">{t('schedule.state.cancelled')}</Badge>
        ) : (
          <Seats session={session} isStaff={isStaff} />
        )}
        {!isStaff && <OwnPlace session={held} />}
      </div>
    </li>
  );
}
