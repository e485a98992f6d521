import { LIST } from '../../api/api';
import type { EventOf } from '../../realtime/event';
import type { LiveHandlers, LiveStore } from '../../realtime/live';
import { scheduleApi } from './api';
import { putSeats, putSession, takeSession } from './patching';

const { invalidateTags } = scheduleApi.util;

export const scheduleLive: LiveHandlers = {
  'session.planned': put,
  'session.changed': put,
  'session.cancelled': put,
  'session.removed': ({ data }, store) => takeSession(data.id, store),
  'session.seats_changed': ({ data, seq }, store) => putSeats(data, seq, store),
  'room.created': readRooms,
  'room.changed': readRooms,
  'room.deleted': readRooms,
};

function put(
  { data, seq }: EventOf<'session.planned' | 'session.changed' | 'session.cancelled'>,
  store: LiveStore,
): void {
  putSession(data, seq, store);
}

function readRooms(_event: unknown, { dispatch }: LiveStore): void {
  dispatch(invalidateTags([{ type: 'Room', id: LIST }]));
}
