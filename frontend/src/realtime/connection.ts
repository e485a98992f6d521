import { createSlice, type PayloadAction } from '@reduxjs/toolkit';

/** Whether what is on the screen is being kept fresh. */
export type ConnectionStatus = 'connecting' | 'live' | 'lost' | 'caughtUp';

interface ConnectionState {
  status: ConnectionStatus;
  /** Epoch milliseconds of the next attempt, and of the moment the connection was lost. */
  retryAt: number | null;
  lostAt: number | null;
}

const initialState: ConnectionState = { status: 'connecting', retryAt: null, lostAt: null };

export const connectionSlice = createSlice({
  name: 'connection',
  initialState,
  reducers: {
    connectionLost: {
      prepare: (retryInMs: number) => ({ payload: { now: Date.now(), retryInMs } }),
      reducer: (state, { payload }: PayloadAction<{ now: number; retryInMs: number }>) => {
        state.lostAt ??= payload.now;
        state.retryAt = payload.now + payload.retryInMs;
        state.status = 'lost';
      },
    },
    caughtUp: (state): ConnectionState => ({
      status: state.status === 'lost' ? 'caughtUp' : 'live',
      retryAt: null,
      lostAt: null,
    }),
    caughtUpAcknowledged: (state) => {
      if (state.status === 'caughtUp') state.status = 'live';
    },
    connectionEnded: () => initialState,
  },
});

export const { connectionLost, caughtUp, caughtUpAcknowledged, connectionEnded } = connectionSlice.actions;
/** Asked for by the person, from the banner. */
export interface WithConnection {
  connection: ConnectionState;
}
