import { z } from 'zod';
import type { Timetable, TimetableChange } from '../../api/shapes';
import { daysOfRule, ruleOn, weekdays } from './weekdays';

export const seriesSchema = z.object({
  /** Null, where they follow a rule that isn't by the week. */
  days: z.array(z.enum(weekdays)).min(1, 'validation.choose').nullable(),
  time: z.string().regex(/^\d\d:\d\d/, 'validation.choose'),
  minutes: z.number('validation.required').int().min(5).max(1440),
  trainer: z.number('validation.choose'),
  room: z.number().nullable(),
  capacity: z.number('validation.required').int().min(1),
  until: z.string().nullable(),
});
export type SeriesValues = z.infer<typeof seriesSchema>;

/** What one class and its series have in common, so that it is carried over when the other is to be changed after all. */
export type SharedValues = Pick<SeriesValues, 'time' | 'minutes' | 'trainer' | 'room' | 'capacity'>;
export const shared = ['time', 'minutes', 'trainer', 'room', 'capacity'] as const;

/** Where the server's names for them are others. */
export const seriesFields = { rule: 'days', at: 'time', ends_on: 'until' } as const;

export function valuesOf(timetable: Timetable): SeriesValues {
  const { at, minutes, trainer, room, capacity, ends_on: until, rule, starts_on: startsOn } = timetable;
  return { days: daysOfRule(rule, startsOn), time: at.slice(0, 5), minutes, trainer, room, capacity, until };
}

/** What was set and nothing else. */
export function changeOf(
  values: SeriesValues,
  dirty: Partial<Record<keyof SeriesValues, unknown>>,
  rule: string,
): TimetableChange {
  const { days, time, until, ...facts } = values;
  const change: TimetableChange = Object.fromEntries(
    Object.entries(facts).filter(([name]) => dirty[name as keyof typeof facts]),
  );
  if (dirty.days && days) change.rule = ruleOn(rule, days);
  if (dirty.time) change.at = time;
  if (dirty.until) change.ends_on = until;
  return change;
}
