import { createSlice, isAnyOf } from '@reduxjs/toolkit';
import { useSelector } from 'react-redux';
import { sessionEnded } from '../../api/baseQuery';
import { eventReceived } from '../../realtime/event';
import { notificationsApi, useGetInboxQuery, type Notification } from './api';

/**
 * Ids that are being marked as read, until the server has said so, or no. Kept beside what the server said and not written
 * over it, so that a refusal leaves exactly what was there, whatever has arrived meanwhile.
 */
type MarkingState = number[];

const initialState: MarkingState = [];
const { matchPending, matchFulfilled, matchRejected } = notificationsApi.endpoints.markRead;

export const markingSlice = createSlice({
  name: 'marking',
  initialState,
  reducers: {},
  extraReducers: (builder) =>
    builder
      .addCase(sessionEnded, () => [])
      .addCase(eventReceived, (state, { payload }) =>
        payload.type === 'notification.read' ? without(state, payload.data.ids) : state,
      )
      .addMatcher(matchPending, (state, { meta }) => [
        ...without(state, [meta.arg.originalArgs]),
        meta.arg.originalArgs,
      ])
      .addMatcher(isAnyOf(matchFulfilled, matchRejected), (state, { meta }) =>
        without(state, [meta.arg.originalArgs]),
      ),
});

function without(state: MarkingState, ids: readonly number[]): MarkingState {
  return state.filter((id) => !ids.includes(id));
}

function useMarking(): MarkingState {
  return useSelector((state: { marking: MarkingState }) => state.marking);
}

export function useIsRead(): (notification: Notification) => boolean {
  const marking = useMarking();
  return ({ id, read_at }) => read_at !== null || marking.includes(id);
}

export function useUnreadCount(): number {
  const { data } = useGetInboxQuery();
  const marking = useMarking();
  return Math.max(0, (data?.unread ?? 0) - marking.length);
}
