import { useTranslation } from 'react-i18next';
import { useDates } from '../../i18n/dates';
import { readRule } from './taskRepeats';

/** A Monday, to name weekdays by. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** Says a rule in words: it begins on that day. */
export function useRuleWords(): (rule: string, from: string) => string {
  const { t } = useTranslation();
  const { locale } = useDates();
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  const all = new Intl.ListFormat(locale);
  const yearly = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' });
  return (rule, from) => {
    const read = readRule(rule, from);
    if (read.every === 'other') return t('tasks.repeats.byRule', { rule });
    const words = {
      n: read.interval,
      days:
        read.every === 'week'
          ? all.format(read.days.map((day) => weekday.format(MONDAY + (day - 1) * DAY_MS)))
          : '',
      day: Number(from.slice(8)),
      date: yearly.format(new Date(`${from}T00:00:00Z`)),
    };
    return t(`tasks.repeats.${read.interval === 1 ? 'one' : 'many'}.${read.every}`, words);
  };
}
