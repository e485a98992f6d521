import type { Today } from '../../api/shapes';

export type Card = { [Name in keyof Today['cards']]-?: NonNullable<Today['cards'][Name]> };
export type Arrival = Card['arrivals']['rows'][number];
export type EndingRow = Card['ending']['rows'][number];
export type SessionRow = Card['classes']['rows'][number];
export type OneToOne = Card['one_to_ones']['rows'][number];
export type TaskRow = Card['tasks']['rows'][number];
export type ReminderRow = Card['reminders']['planned']['rows'][number];
export type Figure = Card['figures']['figures'][number];

/** Who looks, as far as a card goes by it. */
export interface Viewer {
  id: number;
  roles: readonly string[];
  seesEveryTask: boolean;
}

/** The day that the cards are of, and the last one of the week from it; dates are the centre's. */
export interface Place {
  day: string;
  lastDay: string;
  dayOf: (instant: string) => string;
  viewer: Viewer;
}
