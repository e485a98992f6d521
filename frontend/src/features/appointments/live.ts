import type { EventOf } from '../../realtime/event';
import type { LiveHandlers, LiveStore } from '../../realtime/live';
import { putAppointmentRow, refreshAppointment } from './api';

export const appointmentsLive: LiveHandlers = {
  'appointment.booked': put,
  'appointment.changed': put,
  'appointment.confirmed': put,
  'appointment.waitlisted': put,
  'appointment.offered': put,
  'appointment.cancelled': put,
  'appointment.attended': put,
  'appointment.missed': put,
};

type AppointmentEvent =
  | 'appointment.booked'
  | 'appointment.changed'
  | 'appointment.confirmed'
  | 'appointment.waitlisted'
  | 'appointment.offered'
  | 'appointment.cancelled'
  | 'appointment.attended'
  | 'appointment.missed';

function put({ data }: EventOf<AppointmentEvent>, store: LiveStore): void {
  putAppointmentRow(data, store);
  refreshAppointment(data, store);
}
