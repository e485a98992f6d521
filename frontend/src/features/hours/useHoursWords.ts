import { useTranslation } from 'react-i18next';
import { daysLater, useDates } from '../../i18n/dates';
import type { DifferentDay, Span } from './hoursValues';

const A_MONDAY = '2024-01-01';

/** Days of the week and their hours as they are read. */
export function useHoursWords() {
  const { t } = useTranslation();
  const { locale, longDay } = useDates();
  const named = (length: 'short' | 'long') => {
    const format = new Intl.DateTimeFormat(locale, { weekday: length, timeZone: 'UTC' });
    return (weekday: number) => format.format(new Date(`${daysLater(A_MONDAY, weekday)}T00:00:00Z`));
  };
  const shortName = named('short');
  const spansWords = (spans: Span[]) =>
    spans.map(({ opens, closes }) => `${opens}–${closes}`).join(', ') || t('hours.off');

  /** Days that follow each other with the same hours are said together: Mon–Fri 08:00–12:30. */
  const weekWords = (weekly: Span[][]): string[] => {
    const groups: { first: number; last: number; words: string }[] = [];
    weekly.forEach((spans, weekday) => {
      if (spans.length === 0) return;
      const words = spansWords(spans);
      const before = groups.at(-1);
      if (before && before.last === weekday - 1 && before.words === words) before.last = weekday;
      else groups.push({ first: weekday, last: weekday, words });
    });
    return groups.map(
      ({ first, last, words }) => `${shortName(first)}${last > first ? `–${shortName(last)}` : ''} ${words}`,
    );
  };
  const daysWords = (days: DifferentDay[]) =>
    days.map(({ day, spans }) => `${longDay(day)}: ${spansWords(spans)}`);
  return { weekdayName: named('long'), spansWords, weekWords, daysWords };
}
