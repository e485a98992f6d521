import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { useSelector } from 'react-redux';
import { sessionEnded } from '../../api/baseQuery';
import type { ApiError } from '../../api/errors';
import { queueChanged } from '../../api/outgoing';
import { eventReceived } from '../../realtime/event';
import { writingApi, type NewComment } from './writingApi';

/** A comment that the server hasn't taken: it is being sent, it waits for the connection, or it was refused and is kept. */
export interface UnsentComment extends NewComment {
  state: 'sending' | 'waiting' | 'refused';
  hasWaited: boolean;
  refusal: ApiError | undefined;
}

/** In the order of writing. In memory alone, as what waits to be sent is. */
type UnsentState = UnsentComment[];

const initialState: UnsentState = [];
const { matchPending, matchFulfilled, matchRejected } = writingApi.endpoints.createComment;

export const unsentSlice = createSlice({
  name: 'unsent',
  initialState,
  reducers: {
    /** Given up by who wrote it. */
    dropped: (state, { payload }: PayloadAction<string>) => without(state, payload),
  },
  extraReducers: (builder) =>
    builder
      .addCase(sessionEnded, () => [])
      .addCase(queueChanged, (state, { payload: waiting }) => {
        // What waits keeps its order, so nothing overtakes it.
        if (waiting > 0)
          for (const one of state)
            if (one.state === 'sending') Object.assign(one, { state: 'waiting', hasWaited: true });
      })
      .addCase(eventReceived, (state, { payload }) =>
        payload.type === 'comment.created' ? without(state, payload.data.client_id) : state,
      )
      .addMatcher(matchPending, (state, { meta }) => {
        const tried: UnsentComment = {
          ...meta.arg.originalArgs,
          state: 'sending',
          hasWaited: false,
          refusal: undefined,
        };
        const at = state.findIndex(({ client_id }) => client_id === tried.client_id);
        state.splice(at === -1 ? state.length : at, 1, tried);
      })
      .addMatcher(matchFulfilled, (state, { meta }) => without(state, meta.arg.originalArgs.client_id))
      .addMatcher(matchRejected, (state, { meta, payload }) => {
        const held = state.find(({ client_id }) => client_id === meta.arg.originalArgs.client_id);
        if (held) Object.assign(held, { state: 'refused', refusal: payload });
      }),
});

export const { dropped } = unsentSlice.actions;

export interface WithUnsent {
  unsent: UnsentState;
}

function without(state: UnsentState, sent: string | null): UnsentState {
  return state.filter(({ client_id }) => client_id !== sent);
}

export function useUnsent(): UnsentState {
  return useSelector((state: WithUnsent) => state.unsent);
}
