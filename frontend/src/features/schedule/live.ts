import { LIST } from '../../api/api';
import type { EventOf } from '../../realtime/event';
import type { LiveHandlers, LiveStore } from '../../realtime/live';
import { scheduleApi } from './api';
import { putOwn } from './bookingApi';
import { putOneToOne, putSeats, putSession, takeSession } from './patching';
import { putInRoster } from './rosterApi';

const { invalidateTags } = scheduleApi.util;

export const scheduleLive: LiveHandlers = {
  'session.planned': put,
  'session.changed': put,
  'session.cancelled': put,
  'session.removed': ({ data }, store) => takeSession(data.id, store),
  'session.seats_changed': ({ data, seq }, store) => putSeats(data, seq, store),
  'appointment.booked': putBooking,
  'appointment.changed': putBooking,
  'appointment.confirmed': putBooking,
  'appointment.waitlisted': putBooking,
  'appointment.offered': putBooking,
  'appointment.cancelled': putBooking,
  'appointment.attended': putBooking,
  'appointment.missed': putBooking,
  'timetable.changed': ({ data }, { dispatch }) =>
    void dispatch(invalidateTags([{ type: 'Timetable', id: data.id }])),
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

type BookingEvent =
  | 'appointment.booked'
  | 'appointment.changed'
  | 'appointment.confirmed'
  | 'appointment.waitlisted'
  | 'appointment.offered'
  | 'appointment.cancelled'
  | 'appointment.attended'
  | 'appointment.missed';

/** Of one's own bookings a member is told, of everybody's the staff, in whose timetable nothing is their own. */
function putBooking({ data }: EventOf<BookingEvent>, store: LiveStore): void {
  putInRoster(data, store);
  putOneToOne(data, store);
  putOwn(data, store);
}

function readRooms(_event: unknown, { dispatch }: LiveStore): void {
  dispatch(invalidateTags([{ type: 'Room', id: LIST }]));
}
