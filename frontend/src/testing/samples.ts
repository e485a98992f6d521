import type { Appointment, ClassSession, Customer, Me, MemberRow, Reminder } from '../api/shapes';
import type { EventOf, EventType } from '../realtime/event';
import type { NotificationState } from '../realtime/events.gen';

export const desk: Me = {
  id: 7,
  email: 'desk@gym.example',
  display_name: 'Sofia',
  roles: ['front_desk'],
  permissions: [
    'core.view_customer',
    'core.add_customer',
    'core.change_customer',
    'core.view_staff_notes',
    'core.view_tag',
    'core.add_tag',
    'scheduling.add_appointment',
    'scheduling.change_appointment',
  ],
  is_staff: true,
  customer: null,
  picture: null,
  language: 'en',
  time_zone: 'Europe/Berlin',
  centre_name: 'Riverside',
  phone_region: 'DE',
  second_factor_owed: false,
};

export function customer(over: Partial<Customer> = {}): Customer {
  return {
    id: 12,
    member_number: 1012,
    first_name: 'Mia',
    last_name: 'Winter',
    preferred_name: '',
    birth_date: null,
    email: 'mia@example.com',
    phone_number: '+4930123456',
    address: '',
    postal_code: '',
    city: '',
    country: '',
    emergency_contact_name: '',
    emergency_contact_phone: '',
    guardian: null,
    guardian_name: null,
    language: '',
    tags: [],
    joined_on: '2026-01-31',
    status: 'active',
    has_login: false,
    notes: '',
    picture: null,
    version: 3,
    ...over,
  };
}

/** The same member in the list. */
export function memberRow(over: Partial<MemberRow> = {}): MemberRow {
  return {
    id: 12,
    member_number: 1012,
    first_name: 'Mia',
    last_name: 'Winter',
    preferred_name: '',
    email: 'mia@example.com',
    phone_number: '+4930123456',
    joined_on: '2026-01-31',
    status: 'active',
    plan: { id: 3, name: 'Gold', colour: '#c99700' },
    access_until: '2027-01-30',
    last_visit_at: '2026-11-20T17:00:00Z',
    tags: [],
    picture: null,
    version: 3,
    ...over,
  };
}

export function appointment(over: Partial<Appointment> = {}): Appointment {
  return {
    id: 81,
    customer: 12,
    customer_name: 'Mia Winter',
    service: 2,
    service_name: 'Personal Training',
    trainer: 4,
    trainer_name: 'Jonas Weber',
    session: null,
    room: null,
    room_name: null,
    starts_at: '2026-11-25T09:00:00Z',
    ends_at: '2026-11-25T10:00:00Z',
    state: 'booked',
    membership: 7,
    took_visit: false,
    anyway: '',
    anyway_reason: '',
    cancel_by: '2026-11-24T21:00:00Z',
    cancelled_by: '',
    late: false,
    offered_until: null,
    passed_over: '',
    position: null,
    notes: '',
    version: 1,
    ...over,
  };
}

/** A class on the Wednesday, 18:00 at the centre. */
export function classSession(over: Partial<ClassSession> = {}): ClassSession {
  return {
    id: 51,
    service: 3,
    service_name: 'Yoga Flow',
    colour: '#2f9e8f',
    trainer: 4,
    trainer_name: 'Jonas Weber',
    stands_in_for: null,
    stands_in_for_name: null,
    room: 2,
    room_name: 'Studio 1',
    starts_at: '2026-11-25T17:00:00Z',
    ends_at: '2026-11-25T18:00:00Z',
    capacity: 12,
    booked: 9,
    waiting: 0,
    seats_left: 3,
    state: 'planned',
    cancel_reason: '',
    timetable: 6,
    occurrence: '2026-11-25',
    touched: false,
    version: 1,
    own: null,
    ...over,
  };
}

export function reminder(over: Partial<Reminder> = {}): Reminder {
  return {
    id: 5,
    kind: 'appointment_starts',
    subject: 'appointment/81',
    customer: 12,
    customer_name: 'Mia Winter',
    channel: 'email',
    due_at: '2026-11-24T09:00:00Z',
    state: 'planned',
    outcome_at: null,
    detail: '',
    version: 1,
    ...over,
  };
}

/** Something that user 99, another person, has done. */
export function event<Type extends EventType>(
  type: Type,
  seq: number,
  data: EventOf<Type>['data'],
  over: Partial<EventOf<Type>> = {},
): EventOf<Type> {
  const kind = type.split('.')[0] ?? '';
  return {
    specversion: '1.0',
    id: `00000000-0000-7000-8000-${String(seq).padStart(12, '0')}`,
    type,
    source: 'gymcrm',
    subject: `${kind}/${'id' in data ? data.id : seq}`,
    time: '2026-11-24T09:00:00Z',
    dataversion: 1,
    seq,
    actor: 99,
    data,
    ...over,
  } as unknown as EventOf<Type>;
}

export function notification(over: Partial<NotificationState> = {}): NotificationState {
  return {
    id: 31,
    subject: 'appointment/81',
    content: {
      kind: 'appointment_booked',
      appointment: 81,
      customer: 12,
      customer_name: 'Mia Winter',
      service_name: 'Personal Training',
      trainer_name: 'Jonas Weber',
      starts_at: '2026-11-25T09:00:00Z',
    },
    created_at: '2026-11-24T08:00:00Z',
    read_at: null,
    ...over,
  };
}
