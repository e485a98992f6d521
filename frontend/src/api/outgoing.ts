import { createSlice, type PayloadAction } from '@reduxjs/toolkit';

interface OutgoingState {
  /** How many changes wait until the server can be reached. */
  waiting: number;
}

const initialState: OutgoingState = { waiting: 0 };

/** What the banner says of the queue. */
export const outgoingSlice = createSlice({
  name: 'outgoing',
  initialState,
  reducers: {
    queueChanged: (_state, { payload }: PayloadAction<number>) => ({ waiting: payload }),
  },
});

export const { queueChanged } = outgoingSlice.actions;
