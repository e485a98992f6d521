import { daysLater, useDates, wallTimeAt } from '../../i18n/dates';

/** Whole days are said as days, other times with their hours. */
export function useTimeOffWords(): (off: { starts_at: string; ends_at: string }) => string {
  const { timeZone, date, span, moment } = useDates();
  return ({ starts_at: start, ends_at: end }) => {
    const from = wallTimeAt(start, timeZone);
    const to = wallTimeAt(end, timeZone);
    if (from.time !== '00:00' || to.time !== '00:00') return `${moment(start)} – ${moment(end)}`;
    const last = daysLater(to.date, -1);
    return from.date === last ? date(last) : span(from.date, last);
  };
}
