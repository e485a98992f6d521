import { weekdayOf as numberOf } from '../../i18n/dates';

/** As an iCalendar rule names them, Monday first. */
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];

export function weekdayOf(date: string): Weekday {
  return weekdays[numberOf(date) - 1] ?? 'MO';
}

const inOrder = (days: readonly Weekday[]) => weekdays.filter((day) => days.includes(day));

/** Week after week on these days. */
export function weeklyRule(days: readonly Weekday[]): string {
  return `FREQ=WEEKLY;BYDAY=${inOrder(days).join(',')}`;
}

/** The days of a rule by the week, in their order; null for a rule that goes by the month or otherwise. */
export function daysOfRule(rule: string, startsOn: string): Weekday[] | null {
  if (!rule.startsWith('FREQ=WEEKLY')) return null;
  const named = /BYDAY=([A-Z,]+)/.exec(rule)?.[1]?.split(',') ?? [];
  const days = weekdays.filter((day) => named.includes(day));
  return days.length > 0 ? days : [weekdayOf(startsOn)];
}

/** The same rule on other days: every second week stays every second week. */
export function ruleOn(rule: string, days: readonly Weekday[]): string {
  const rest = rule.split(';').filter((part) => !part.startsWith('BYDAY='));
  const [frequency, ...others] = rest;
  const interval = others.filter((part) => part.startsWith('INTERVAL='));
  const after = others.filter((part) => !part.startsWith('INTERVAL='));
  return [frequency, ...interval, `BYDAY=${inOrder(days).join(',')}`, ...after].join(';');
}
