import { createSlice, prepareAutoBatched, type Middleware, type PayloadAction } from '@reduxjs/toolkit';
import { shallowEqual, useSelector } from 'react-redux';
import { sessionEnded } from '../api/baseQuery';
import type { WithSession } from '../session/slice';
import { eventReceived } from './event';

/** The seq of the latest change by somebody else, by the event's subject (`appointment/81`), while it is still news. */
type FreshnessState = Record<string, number>;
interface Change {
  subject: string;
  seq: number;
}

export const FRESH_MS = 6000;

const initialState: FreshnessState = {};

export const freshnessSlice = createSlice({
  name: 'freshness',
  initialState,
  reducers: {
    changedByOther: {
      prepare: prepareAutoBatched<Change>(),
      reducer: (state, { payload }: PayloadAction<Change>) => {
        state[payload.subject] = payload.seq;
      },
    },
    faded: {
      prepare: prepareAutoBatched<Pick<Change, 'seq'>>(),
      reducer: (state, { payload }: PayloadAction<Pick<Change, 'seq'>>) =>
        Object.fromEntries(Object.entries(state).filter(([, seq]) => seq !== payload.seq)),
    },
  },
  extraReducers: (builder) => builder.addCase(sessionEnded, () => ({})),
});

const { changedByOther, faded } = freshnessSlice.actions;

export const freshnessMiddleware: Middleware<object, WithSession> = (store) => (next) => (action) => {
  const result = next(action);
  if (eventReceived.match(action) && action.payload.actor !== store.getState().session.me?.id) {
    const { subject, seq } = action.payload;
    store.dispatch(changedByOther({ subject, seq }));
    setTimeout(() => store.dispatch(faded({ seq })), FRESH_MS);
  }
  return result;
};

/** Which of these have just been changed by somebody else. What happens to anything else draws nothing anew. */
export function useFreshSubjects(shown: readonly string[]): Readonly<FreshnessState> {
  return useSelector(
    (state: { freshness: FreshnessState }) =>
      Object.fromEntries(Object.entries(state.freshness).filter(([subject]) => shown.includes(subject))),
    shallowEqual,
  );
}
