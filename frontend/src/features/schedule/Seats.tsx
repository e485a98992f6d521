import { useTranslation } from 'react-i18next';
import type { SessionRow } from './api';
import classes from './Schedule.module.css';

interface SeatsProps {
  session: SessionRow;
  /** Members ask what is left, staff what is taken. */
  isStaff: boolean;
}

export function useSeatsWords() {
  const { t } = useTranslation();
  return ({ booked, capacity, seats_left: left, waiting }: SessionRow, isStaff: boolean): string => {
    const seats = isStaff
      ? t('schedule.booked', { booked, capacity })
      : left > 0
        ? t('schedule.left', { left })
        : t('schedule.full');
    return waiting > 0 ? `${seats} · ${t('schedule.waiting', { waiting })}` : seats;
  };
}

/** How full a class is, as a bar and in words. */
export function Seats({ session, isStaff }: SeatsProps) {
  const words = useSeatsWords();
  return (
    <div className={classes.seats}>
      <SeatsBar session={session} />
      <span>{words(session, isStaff)}</span>
    </div>
  );
}

export function SeatsBar({ session: { booked, capacity } }: { session: SessionRow }) {
  return (
    <span className={classes.seatsBar} data-full={booked >= capacity || undefined} aria-hidden>
      <span style={{ width: `${Math.min(100, (booked / capacity) * 100)}%` }} />
    </span>
  );
}
