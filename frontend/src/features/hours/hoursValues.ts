import { z } from 'zod';
import type { WorkingHours, WorkingHoursInput } from '../../api/shapes';

export interface Span {
  opens: string;
  /** Midnight at the end of a day reads 00:00 in a form, and 24:00 to the server. */
  closes: string;
}

export interface DifferentDay {
  day: string;
  spans: Span[];
}

/** Why the spans of one day can't be. */
export type SpansFault = 'hours.incomplete' | 'fieldError.ends_before_start' | 'fieldError.overlap';

const MIDNIGHT = '24:00';
const asClosing = (time: string) => (time === '00:00' ? MIDNIGHT : time);

/** What the server would say of a day's spans, said while they are entered. */
export function faultOf(spans: readonly Span[]): SpansFault | null {
  if (spans.some(({ opens, closes }) => !opens || !closes)) return 'hours.incomplete';
  const inOrder = [...spans].sort((one, other) => one.opens.localeCompare(other.opens));
  let last = '';
  for (const { opens, closes } of inOrder) {
    if (asClosing(closes) <= opens) return 'fieldError.ends_before_start';
    if (opens < last) return 'fieldError.overlap';
    last = asClosing(closes);
  }
  return null;
}

const spans = z.array(z.object({ opens: z.string(), closes: z.string() })).refine((of) => !faultOf(of));

export const hoursSchema = z.object({
  /** Monday first. */
  weekly: z.array(spans).length(7),
  days: z.array(z.object({ day: z.string().min(1), spans })),
});
export interface HoursValues {
  weekly: Span[][];
  days: DifferentDay[];
}

const shownSpan = ({ opens, closes }: Span): Span => ({
  opens,
  closes: closes === MIDNIGHT ? '00:00' : closes,
});
const sentSpan = ({ opens, closes }: Span): Span => ({ opens, closes: asClosing(closes) });

export function valuesOf({ weekly, days }: WorkingHours): HoursValues {
  return {
    weekly: Array.from({ length: 7 }, (_, weekday) =>
      weekly.filter((span) => span.weekday === weekday).map(shownSpan),
    ),
    days: days.map(({ day, spans: own }) => ({ day, spans: own.map(shownSpan) })),
  };
}

export function inputOf({ weekly, days }: HoursValues): WorkingHoursInput {
  return {
    weekly: weekly.flatMap((own, weekday) => own.map((span) => ({ weekday, ...sentSpan(span) }))),
    days: days.map(({ day, spans: own }) => ({ day, spans: own.map(sentSpan) })),
  };
}
