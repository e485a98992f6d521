import { createSlice, isAnyOf } from '@reduxjs/toolkit';
import { sessionEnded } from '../api/baseQuery';
import type { Me } from '../api/shapes';
import { sessionApi } from './api';

interface SessionState {
  status: 'unknown' | 'signedIn' | 'signedOut' | 'unreachable';
  me: Me | null;
}

export interface WithSession {
  session: SessionState;
}

const initialState: SessionState = { status: 'unknown', me: null };

const { getMe, updateMe } = sessionApi.endpoints;

export const sessionSlice = createSlice({
  name: 'session',
  initialState,
  reducers: {},
  extraReducers: (builder) =>
    builder
      .addCase(sessionEnded, () => ({ status: 'signedOut' as const, me: null }))
      .addMatcher(isAnyOf(getMe.matchFulfilled, updateMe.matchFulfilled), (_state, { payload }) => ({
        status: 'signedIn' as const,
        me: payload,
      }))
      .addMatcher(getMe.matchPending, (state) => {
        if (state.status === 'unreachable') state.status = 'unknown';
      })
      .addMatcher(getMe.matchRejected, (state) => {
        if (state.status === 'unknown') state.status = 'unreachable';
      }),
});
