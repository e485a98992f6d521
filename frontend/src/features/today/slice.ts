import { createAction, createSlice } from '@reduxjs/toolkit';
import { api } from '../../api/api';
import { sessionEnded, type SnapshotMeta } from '../../api/baseQuery';
import type { Me, Today } from '../../api/shapes';
import { daysLater, wallTimeAt } from '../../i18n/dates';
import { parseCursor } from '../../realtime/cursor';
import { eventReceived, lineReset } from '../../realtime/event';
import type { GymEvent } from '../../realtime/events.gen';
import { sessionApi } from '../../session/api';
import { todayApi, type CardName } from './api';
import { applyFigures } from './figures';
import {
  applyArrivals,
  applyClasses,
  applyEnding,
  applyOneToOnes,
  applyReminders,
  applyTasks,
  type Apply,
} from './lists';
import type { Place } from './shapes';

const appliers: { [Name in CardName]: Apply<Name> } = {
  arrivals: applyArrivals,
  ending: applyEnding,
  classes: applyClasses,
  one_to_ones: applyOneToOnes,
  tasks: applyTasks,
  reminders: applyReminders,
  figures: applyFigures,
};
const names = Object.keys(appliers) as CardName[];

export interface TodayState {
  me: Me | null;
  /** The day at the centre that the cards are of. */
  day: string | null;
  cards: Today['cards'];
  /** Of each card the place on the line up to which it holds what happened: the line tells in order, and may tell twice. */
  upTo: Partial<Record<CardName, number>>;
  /** Cards that events alone can't bring up to date: each is asked for once more. */
  behind: CardName[];
}

const initialState: TodayState = { me: null, day: null, cards: {}, upTo: {}, behind: [] };
const { getToday, getTodayCard } = todayApi.endpoints;

/** The page is open, for this person. */
export const todayOpened = createAction<Me>('today/opened');

/** The cards, as read and as every event since has left them: what a fresh snapshot would say, once none is behind. */
export const todaySlice = createSlice({
  name: 'today',
  initialState,
  reducers: {},
  extraReducers: (builder) =>
    builder
      .addCase(sessionEnded, () => initialState)
      .addCase(lineReset, (state) => ({ ...initialState, me: state.me }))
      .addCase(api.util.resetApiState, (state) => ({ ...initialState, me: state.me }))
      .addCase(eventReceived, (state, { payload }) => applyEvent(state, payload))
      .addCase(todayOpened, (state, { payload }) => {
        state.me = payload;
      })
      .addMatcher(sessionApi.endpoints.getMe.matchFulfilled, (state, { payload }) => {
        state.me = payload;
      })
      .addMatcher(getToday.matchFulfilled, (state, { payload, meta }) => {
        const seq = placeOf(meta);
        state.day = payload.day;
        state.cards = payload.cards;
        state.upTo = Object.fromEntries(names.map((name) => [name, seq]));
        state.behind = [];
      })
      .addMatcher(getTodayCard.matchFulfilled, (state, { payload, meta }) => {
        const name = meta.arg.originalArgs;
        // Of another day than the rest: all of it is asked for at midnight.
        if (payload.day !== state.day) return;
        Object.assign(state.cards, { [name]: payload.cards[name] });
        state.upTo[name] = placeOf(meta);
        state.behind = state.behind.filter((one) => one !== name);
      }),
});

export type WithToday = Record<typeof todaySlice.name, TodayState>;

function placeOf({ baseQueryMeta }: { baseQueryMeta?: unknown }): number {
  const { cursor } = (baseQueryMeta ?? {}) as Partial<SnapshotMeta>;
  return cursor ? parseCursor(cursor).seq : 0;
}

function applyEvent(state: TodayState, event: GymEvent): void {
  const { me, day } = state;
  if (!me || !day) return;
  const place: Place = {
    day,
    lastDay: daysLater(day, 6),
    dayOf: (instant) => wallTimeAt(instant, me.time_zone).date,
    viewer: {
      id: me.id,
      roles: me.roles,
      seesEveryTask: me.permissions.includes('scheduling.view_every_task'),
    },
  };
  for (const name of names) applyTo(name, state, event, place);
}

function applyTo(name: CardName, state: TodayState, event: GymEvent, place: Place): void {
  const card = state.cards[name];
  if (!card || event.seq <= (state.upTo[name] ?? 0)) return;
  state.upTo[name] = event.seq;
  const apply = appliers[name] as Apply<CardName>;
  if (!apply(card, event, place) && !state.behind.includes(name)) state.behind.push(name);
}
