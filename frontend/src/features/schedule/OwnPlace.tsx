import { Badge, Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { confirmUndoable, sayRefused } from '../../components/toast';
import { useDates } from '../../i18n/dates';
import { useMe } from '../../session/useMe';
import type { SessionRow } from './api';
import { useBookSeatMutation, useGiveUpSeatMutation, useLazyGetBookingQuery } from './bookingApi';
import { useNow } from '../../components/useNow';
import { useBookingRefusal } from './useBookingRefusal';
import { useShownSession } from './useShownSession';

/** Why giving up a place can't simply be taken back. */
type Warning = 'late' | 'goes';

/** What a member has in a class, and the one thing to do about it: book, wait, or give it up. */
export function OwnPlace({ session: held }: { session: SessionRow }) {
  const { t } = useTranslation();
  const dates = useDates();
  const { customer } = useMe();
  const now = useNow();
  const { session, place, isUnderway } = useShownSession(held);
  const [book] = useBookSeatMutation();
  const [giveUp] = useGiveUpSeatMutation();
  const [look] = useLazyGetBookingQuery();
  const [warning, setWarning] = useState<Warning | null>(null);
  const refusal = useBookingRefusal('own');
  const isOver = Date.parse(session.starts_at) <= now;
  if (customer === null || session.state === 'cancelled') return null;

  const deed = { session: held.id, seatsAt: held.seatsAt };
  const names = {
    name: session.service_name,
    day: dates.day(session.starts_at),
    time: dates.time(session.starts_at),
  };
  const toast = `place-${session.id}`;

  const giveBack = async (appointment: number): Promise<boolean> => {
    const { error } = await giveUp({ ...deed, appointment });
    if (error) sayRefused(refusal(error));
    return !error;
  };
  const take = async (waitlist: boolean) => {
    notifications.hide(toast);
    const { data, error } = await book({ ...deed, customer, waitlist });
    if (!data) {
      sayRefused(refusal(error));
      return;
    }
    confirmUndoable(toast, t(waitlist ? 'booking.waits' : 'booking.booked', names), {
      label: t('booking.undo'),
      run: () => void giveBack(data.id),
    });
  };
  const leave = async () => {
    setWarning(null);
    if (!held.own) return;
    notifications.hide(toast);
    if (!(await giveBack(held.own.appointment))) return;
    confirmUndoable(toast, t('booking.givenUp', names), {
      label: t('booking.again'),
      run: () => void take(place === 'waitlisted'),
    });
  };
  const ask = async () => {
    if (!held.own) return;
    if (place === 'waitlisted') return leave();
    const { data } = await look(held.own.appointment);
    if (data?.took_visit && Date.parse(data.cancel_by) < now) setWarning('late');
    else if (session.waiting > 0) setWarning('goes');
    else await leave();
  };

  return (
    <>
      {place !== 'none' && (
        <Badge color={place === 'booked' ? 'pine' : 'ember'}>{t(`booking.place.${place}`)}</Badge>
      )}
      {!isOver &&
        (place !== 'none' ? (
          <Button
            variant="default"
            size="compact-md"
            disabled={isUnderway}
            aria-label={t(place === 'booked' ? 'booking.cancelOf' : 'booking.leaveOf', names)}
            onClick={() => void ask()}
          >
            {t(place === 'booked' ? 'booking.cancel' : 'booking.leave')}
          </Button>
        ) : (
          <Button
            size="compact-md"
            variant={session.seats_left > 0 ? 'filled' : 'light'}
            disabled={isUnderway}
            aria-label={t(session.seats_left > 0 ? 'booking.bookOf' : 'booking.waitOf', names)}
            onClick={() => void take(session.seats_left === 0)}
          >
            {t(session.seats_left > 0 ? 'booking.book' : 'booking.wait')}
          </Button>
        ))}
      <ConfirmDialog
        opened={warning !== null}
        title={t('booking.giveUpTitle')}
        text={warning ? t(`booking.warning.${warning}`, names) : ''}
        confirm={t('booking.giveUp')}
        keep={t('action.keep')}
        onConfirm={() => void leave()}
        onClose={() => setWarning(null)}
      />
    </>
  );
}
