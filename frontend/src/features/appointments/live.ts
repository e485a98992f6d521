import type { EventOf } from '../../realtime/event';
import type { LiveHandlers, LiveStore } from '../../realtime/live';
import { putAppointmentRow, refreshAppointment } from './api';

export const appointmentsLive: LiveHandlers = {
  'appointment.booked': put,
  'appointment.changed': put,
  'appointment.cancelled': put,
};

function put(
  { data }: EventOf<'appointment.booked' | 'appointment.changed' | 'appointment.cancelled'>,
  store: LiveStore,
): void {
  putAppointmentRow(data, store);
  refreshAppointment(data, store);
}
