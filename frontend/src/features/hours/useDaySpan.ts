import { useDates } from '../../i18n/dates';

/** From one day to another, or the one that it is. */
export function useDaySpan(): (days: { starts_on: string; ends_on: string }) => string {
  const dates = useDates();
  return ({ starts_on: from, ends_on: to }) => (from === to ? dates.date(from) : dates.span(from, to));
}
