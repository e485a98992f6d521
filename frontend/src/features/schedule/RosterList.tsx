import { ActionIcon, Anchor, Badge, Button, Group, Skeleton, Text, Title } from '@mantine/core';
import { Check, Undo2, UserX, X } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Appointment } from '../../api/shapes';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { RequestFailed } from '../../components/RequestFailed';
import { confirmDone, sayRefused } from '../../components/toast';
import { useFreshSubjects } from '../../realtime/freshness';
import { useCan } from '../../session/useMe';
import type { SessionRow } from './api';
import { BookMember } from './BookMember';
import { CloseRoster } from './CloseRoster';
import { useGetRosterQuery, useMarkRosterMutation, useTakeOutMutation, type Mark } from './rosterApi';
import classes from './Schedule.module.css';
import { useNow } from '../../components/useNow';
import { useBookingRefusal } from './useBookingRefusal';

const colors: Record<Appointment['state'], string> = {
  booked: 'gray',
  confirmed: 'pine',
  waitlisted: 'ember',
  attended: 'pine',
  no_show: 'red',
  cancelled: 'gray',
};

/** The first ones stand at the door a little before the class begins (`scheduling.attendance`). */
const DOORS_OPEN_MS = 45 * 60_000;

/** Who is in a class and who waits: at the door, and on its trainer's phone. */
export function RosterList({ session }: { session: SessionRow }) {
  const { t } = useTranslation();
  const id = useId();
  const canChange = useCan('scheduling.change_appointment');
  const canBook = useCan('scheduling.add_appointment');
  const { currentData: roster, error, refetch } = useGetRosterQuery(session.id);
  const [leaving, setLeaving] = useState<Appointment | null>(null);
  const now = useNow();
  const isPlanned = session.state === 'planned';
  const isAhead = Date.parse(session.starts_at) > now;
  const canMark = canChange && isPlanned && Date.parse(session.starts_at) - DOORS_OPEN_MS < now;
  const left = roster?.appointments.filter(({ state }) => state === 'booked' || state === 'confirmed') ?? [];
  return (
    <section aria-labelledby={id}>
      <Title id={id} order={3} size="h5" mb="sm">
        {t('roster.title')}
      </Title>
      {canBook && isPlanned && isAhead && <BookMember session={session} />}
      {error && !roster ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : !roster ? (
        <Skeleton h={160} aria-busy />
      ) : roster.appointments.length === 0 ? (
        <Text c="var(--quiet)">{t('roster.empty')}</Text>
      ) : (
        <ul className={classes.roster}>
          {roster.appointments.map((row) => (
            <Person
              key={row.id}
              row={row}
              canMark={canMark}
              hasBegun={!isAhead}
              isCovered={!roster.without_access.includes(row.id)}
              onTakeOut={canChange && isPlanned && isAhead ? () => setLeaving(row) : undefined}
            />
          ))}
        </ul>
      )}
      {canMark && !isAhead && left.length > 0 && <CloseRoster session={session.id} left={left} />}
      {leaving && <TakeOut row={leaving} session={session} onClose={() => setLeaving(null)} />}
    </section>
  );
}

interface PersonProps {
  row: Appointment;
  canMark: boolean;
  /** Only then is it known that somebody didn't come. */
  hasBegun: boolean;
  /** By a membership, on that day, as far as one is asked for. */
  isCovered: boolean;
  onTakeOut: (() => void) | undefined;
}

function Person({ row, canMark, hasBegun, isCovered, onTakeOut }: PersonProps) {
  const { t } = useTranslation();
  const fresh = useFreshSubjects([`appointment/${row.id}`]);
  const refusal = useBookingRefusal('theirs');
  const [send, { isLoading }] = useMarkRosterMutation();
  const name = row.customer_name;
  const mark = async (as: Mark) => {
    const { error } = await send({ appointment: row.id, session: row.session ?? 0, mark: as });
    if (error) sayRefused(refusal(error));
  };
  const isMarked = row.state === 'attended' || row.state === 'no_show';
  const isWaiting = row.state === 'waitlisted';
  return (
    <li className={classes.person} data-fresh={`appointment/${row.id}` in fresh || undefined}>
      <div className={classes.what}>
        <Anchor component={Link} to={`/members/${row.customer}`} c="inherit" fw={550} underline="never">
          {name}
        </Anchor>
        {row.state !== 'booked' && (
          <Badge ml="xs" size="md" color={colors[row.state]}>
            {isWaiting && row.position
              ? t('roster.position', { position: row.position })
              : t(`appointment.state.${row.state}`)}
          </Badge>
        )}
        {!isCovered && (
          <Badge ml="xs" size="md" color="ember">
            {t('roster.notCovered')}
          </Badge>
        )}
      </div>
      <Group gap={6} wrap="nowrap">
        {canMark && !isWaiting && !isMarked && (
          <>
            <Button
              size="compact-sm"
              variant="light"
              leftSection={<Check size={16} aria-hidden />}
              disabled={isLoading}
              aria-label={t('roster.cameOf', { name })}
              onClick={() => void mark('attended')}
            >
              {t('roster.came')}
            </Button>
            {hasBegun && (
              <ActionIcon
                variant="default"
                disabled={isLoading}
                aria-label={t('roster.missedOf', { name })}
                title={t('roster.missed')}
                onClick={() => void mark('no-show')}
              >
                <UserX size={16} aria-hidden />
              </ActionIcon>
            )}
          </>
        )}
        {canMark && isMarked && (
          <ActionIcon
            variant="default"
            disabled={isLoading}
            aria-label={t('roster.unmarkOf', { name })}
            title={t('roster.unmark')}
            onClick={() => void mark('unmark')}
          >
            <Undo2 size={16} aria-hidden />
          </ActionIcon>
        )}
        {onTakeOut && !isMarked && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('roster.takeOutOf', { name })}
            onClick={onTakeOut}
          >
            <X size={16} aria-hidden />
          </ActionIcon>
        )}
      </Group>
    </li>
  );
}

function TakeOut({ row, session, onClose }: { row: Appointment; session: SessionRow; onClose: () => void }) {
  const { t } = useTranslation();
  const [send, { isLoading, error }] = useTakeOutMutation();
  const refusal = useBookingRefusal('theirs');
  const now = useNow();
  const name = row.customer_name;
  const isLate = row.took_visit && Date.parse(row.cancel_by) < now;
  const confirm = async () => {
    const answer = await send({ appointment: row.id, session: session.id });
    if (answer.error) return;
    confirmDone(t('roster.takenOut', { name }));
    onClose();
  };
  return (
    <ConfirmDialog
      opened
      title={t('roster.takeOutTitle', { name })}
      text={t(isLate ? 'roster.takeOutLate' : 'roster.takeOutText', { name, service: session.service_name })}
      confirm={t('roster.takeOut')}
      keep={t('action.keep')}
      busy={isLoading}
      refusal={error && refusal(error)}
      onConfirm={() => void confirm()}
      onClose={onClose}
    />
  );
}
