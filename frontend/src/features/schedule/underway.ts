import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { sessionEnded } from '../../api/baseQuery';

export type Place = 'booked' | 'waitlisted' | 'none';

/**
 * What is being asked for, by class, until the server has said yes or no. Kept beside what the server said and not written over
 * it, so that a refusal leaves exactly what was there, whatever has arrived meanwhile.
 */
type UnderwayState = Record<number, { place: Place; seatsAt: number }>;

const initialState: UnderwayState = {};

export const underwaySlice = createSlice({
  name: 'underway',
  initialState,
  reducers: {
    begun: (state, { payload: { session, ...deed } }: PayloadAction<Deed>) => {
      state[session] = deed;
    },
    ended: (state, { payload: session }: PayloadAction<number>) =>
      Object.fromEntries(Object.entries(state).filter(([id]) => Number(id) !== session)),
  },
  extraReducers: (builder) => builder.addCase(sessionEnded, () => initialState),
});

interface Deed {
  session: number;
  place: Place;
  seatsAt: number;
}

export const { begun, ended } = underwaySlice.actions;
