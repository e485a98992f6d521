import { weekdayOf } from '../../i18n/dates';

/** What a form offers beside the rule that a task has already. */
export const repeatKinds = ['day', 'weekdays', 'week', 'fortnight', 'month', 'year'] as const;
export type RepeatKind = (typeof repeatKinds)[number];

/** As an iCalendar rule names them, Monday first. */
const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const working = weekdays.slice(0, 5).join(',');

/** The rule that begins on this day. Which day of a month or a year it is, the day it begins on says. */
export function ruleOf(kind: RepeatKind, date: string): string {
  const day = weekdays[weekdayOf(date) - 1] ?? 'MO';
  return {
    day: 'FREQ=DAILY',
    weekdays: `FREQ=WEEKLY;BYDAY=${working}`,
    week: `FREQ=WEEKLY;BYDAY=${day}`,
    fortnight: `FREQ=WEEKLY;INTERVAL=2;BYDAY=${day}`,
    month: 'FREQ=MONTHLY',
    year: 'FREQ=YEARLY',
  }[kind];
}

/** A rule as it can be said in words; `other` for what only the API sets. */
export type Repeats =
  | { every: 'day' | 'month' | 'year' | 'workday'; interval: number }
  | { every: 'week'; interval: number; days: number[] }
  | { every: 'lastDay'; interval: number }
  | { every: 'other' };

/** Reads a rule that begins on this day; weekdays are counted from 1, Monday. */
export function readRule(rule: string, from: string): Repeats {
  const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string]));
  const interval = Number(parts.get('INTERVAL') ?? 1);
  const by = [...parts.keys()].filter((name) => name.startsWith('BY'));
  const byDay = parts.get('BYDAY');
  switch (parts.get('FREQ')) {
    case 'DAILY':
      return { every: 'day', interval };
    case 'WEEKLY': {
      if (byDay === working && interval === 1) return { every: 'workday', interval };
      const days = byDay?.split(',').map((day) => weekdays.indexOf(day) + 1) ?? [weekdayOf(from)];
      return { every: 'week', interval, days: days.toSorted((one, other) => one - other) };
    }
    case 'MONTHLY':
      if (by.length === 0) return { every: 'month', interval };
      return parts.get('BYMONTHDAY') === '-1' && by.length === 1
        ? { every: 'lastDay', interval }
        : { every: 'other' };
    case 'YEARLY':
      return by.length === 0 ? { every: 'year', interval } : { every: 'other' };
    default:
      return { every: 'other' };
  }
}
