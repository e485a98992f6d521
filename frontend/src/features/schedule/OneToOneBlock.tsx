import { useTranslation } from 'react-i18next';
import { useDates } from '../../i18n/dates';
import type { OneToOne } from './api';

/** Somebody with a trainer, in the calendar. Its words are the name of the link that it is. */
export function OneToOneBlock({ appointment, isShort }: { appointment: OneToOne; isShort: boolean }) {
  const { t } = useTranslation();
  const dates = useDates();
  const { customer_name: name, service_name: service, trainer_name: trainer, state } = appointment;
  return (
    <div className="schedule-block" data-short={isShort || undefined}>
      <span className="schedule-block-title">
        <span className="schedule-block-time">{dates.time(appointment.starts_at)} </span>
        {name}
      </span>
      <span className="schedule-block-more">{[service, trainer].filter(Boolean).join(' · ')}</span>
      {state !== 'booked' && <span className="schedule-block-more">{t(`appointment.state.${state}`)}</span>}
    </div>
  );
}
