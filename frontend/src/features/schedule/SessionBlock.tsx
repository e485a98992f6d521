import { useTranslation } from 'react-i18next';
import { useDates } from '../../i18n/dates';
import type { SessionRow } from './api';
import { SeatsBar, useSeatsWords } from './Seats';

/** A session in the calendar. Its words are the name of the link that it is. */
export function SessionBlock({ session, isShort }: { session: SessionRow; isShort: boolean }) {
  const { t } = useTranslation();
  const dates = useDates();
  const words = useSeatsWords();
  const { service_name: name, trainer_name: trainer, room_name: room, booked, capacity, waiting } = session;
  const isCancelled = session.state === 'cancelled';
  return (
    <div className="schedule-block" data-short={isShort || undefined}>
      <span className="schedule-block-edge" style={{ background: session.colour }} aria-hidden />
      <span className="schedule-block-title">
        <span className="schedule-block-time">{dates.time(session.starts_at)} </span>
        {name}
      </span>
      {isCancelled ? (
        <span className="schedule-block-more">{t('schedule.state.cancelled')}</span>
      ) : (
        <>
          <span className="schedule-block-more">
            {trainer}
            {room && ` · ${room}`}
          </span>
          <span className="schedule-block-seats">
            <SeatsBar session={session} />
            <span aria-hidden>
              {booked}/{capacity}
              {waiting > 0 && ` +${waiting}`}
            </span>
            <span className="schedule-block-words">{words(session, true)}</span>
          </span>
        </>
      )}
    </div>
  );
}
