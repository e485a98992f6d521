import { createAction, createSlice, isAnyOf } from '@reduxjs/toolkit';
import { useEffect, useId } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { sessionEnded } from '../api/baseQuery';
import { useMe } from '../session/useMe';
import { connectionEnded, connectionLost } from './connection';
import type { PersonPresent, PresenceFrame } from './frames.gen';
import type { Doing } from './socket';

export type Presence = Omit<PresenceFrame, 'type' | 'topic'>;
type PresenceState = Record<string, Presence>;

/** Somebody on this screen, `who`, does something at a topic, or no longer. */
export const presenceClaimed = createAction<{ who: string; topic: string; doing: Doing | null }>(
  'realtime/presenceClaimed',
);
export const presenceHeard = createAction<Presence & { topic: string }>('realtime/presenceHeard');
/** What may not, or no longer, be seen is taken away. */
export const presenceRefused = createAction<string>('realtime/presenceRefused');

const initialState: PresenceState = {};

/** Who is where, as told last. Of a time without a connection nothing is known, so nothing is shown. */
export const presenceSlice = createSlice({
  name: 'presence',
  initialState,
  reducers: {},
  extraReducers: (builder) =>
    builder
      .addCase(presenceHeard, (state, { payload: { topic, people, more } }) => {
        state[topic] = { people, more };
      })
      .addCase(presenceRefused, (state, { payload: topic }) => without(state, topic))
      .addCase(presenceClaimed, (state, { payload: { topic, doing } }) =>
        doing ? state : without(state, topic),
      )
      .addMatcher(isAnyOf(connectionLost, connectionEnded, sessionEnded), () => initialState),
});

function without(state: PresenceState, topic: string): PresenceState {
  return Object.fromEntries(Object.entries(state).filter(([name]) => name !== topic));
}

/** Tells the others what this person does here, while the screen is open. Only staff are told of, and only to staff. */
export function useBePresent(topic: string, doing: Doing | null): void {
  const who = useId();
  const dispatch = useDispatch();
  const { is_staff: isStaff } = useMe();
  const said = isStaff ? doing : null;
  useEffect(() => {
    if (!said) return;
    dispatch(presenceClaimed({ who, topic, doing: said }));
    return () => void dispatch(presenceClaimed({ who, topic, doing: null }));
  }, [dispatch, who, topic, said]);
}

const nobody: PersonPresent[] = [];

/** The others at a topic, editors first. `more` are those beyond the list. */
export function useOthersPresent(topic: string): Presence {
  const { id } = useMe();
  const { people, more } = useSelector(
    (state: { presence: PresenceState }) => state.presence[topic] ?? { people: nobody, more: 0 },
    (one, other) => one.people === other.people && one.more === other.more,
  );
  return { people: people.filter((person) => person.id !== id), more };
}
