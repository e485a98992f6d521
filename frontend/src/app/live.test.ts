import { http } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Appointment, Customer, Reminder } from '../api/shapes';
import { appointmentsApi, type AppointmentListArgs } from '../features/appointments/api';
import { customersApi } from '../features/customers/api';
import { remindersApi } from '../features/reminders/api';
import { sessionApi } from '../session/api';
import { alone, Line } from '../testing/line';
import { appointment, customer, desk, event, memberRow, reminder } from '../testing/samples';
import { address, answer, cursorPage, page, server, signedInAs } from '../testing/server';
import { makeStore } from './store';

/** The centre as the server has it: events are recorded from it, snapshots are read from it. */
let centre: { seq: number; customers: Customer[]; appointments: Appointment[]; reminders: Reminder[] };
let reads: string[];

const line = new Line();

beforeEach(() => {
  centre = { seq: 40, customers: [customer()], appointments: [appointment()], reminders: [reminder()] };
  reads = [];
  const read = (path: string, rows: () => object) =>
    http.get(address(path), ({ request }) => {
      reads.push(new URL(request.url).pathname);
      return answer(rows(), centre.seq);
    });
  server.use(
    signedInAs(desk),
    read('/api/customers/', () => cursorPage(centre.customers.map(rowOf))),
    read('/api/customers/12/', () => centre.customers[0] ?? customer()),
    read('/api/appointments/', () => page(centre.appointments)),
    read('/api/appointments/81/', () => centre.appointments[0] ?? {}),
    read('/api/reminders/', () => page(centre.reminders)),
  );
});

async function openStore() {
  const store = makeStore(line.open, alone());
  await store.dispatch(sessionApi.endpoints.getMe.initiate());
  return store;
}

const everyCustomer = {};
const everyAppointment: AppointmentListArgs = { page: 1 };

/** All that the client may hold. */
async function readAll(store: ReturnType<typeof makeStore>) {
  await Promise.all([
    store.dispatch(customersApi.endpoints.listCustomers.initiate(everyCustomer)),
    store.dispatch(customersApi.endpoints.getCustomer.initiate(12)),
    store.dispatch(appointmentsApi.endpoints.listAppointments.initiate(everyAppointment)),
    store.dispatch(appointmentsApi.endpoints.getAppointment.initiate(81)),
    store.dispatch(remindersApi.endpoints.listReminders.initiate({ page: 1 })),
  ]);
}

function held(store: ReturnType<typeof makeStore>) {
  const state = store.getState();
  return {
    customers: customersApi.endpoints.listCustomers.select(everyCustomer)(state).data,
    customer: customersApi.endpoints.getCustomer.select(12)(state).data,
    appointments: appointmentsApi.endpoints.listAppointments.select(everyAppointment)(state).data,
    appointment: appointmentsApi.endpoints.getAppointment.select(81)(state).data,
    reminders: remindersApi.endpoints.listReminders.select({ page: 1 })(state).data,
  };
}

function rowOf({ id, first_name, last_name, version }: Customer) {
  return memberRow({ id, first_name, last_name, version });
}

function withoutNotes({ notes: _notes, anyway_reason: _reason, position: _position, ...row }: Appointment) {
  return row;
}

const moved = { starts_at: '2026-11-26T09:00:00Z', ends_at: '2026-11-26T10:00:00Z' };

const changes = {
  'a changed member': () => {
    centre.customers = [customer({ last_name: 'Sommer', version: 4 })];
    return event('customer.updated', 41, {
      id: 12,
      version: 4,
      first_name: 'Mia',
      joined_on: '2026-01-31',
      last_name: 'Sommer',
    });
  },
  'a new member': () => {
    centre.customers = [...centre.customers, customer({ id: 13, first_name: 'Ada', version: 1 })];
    return event('customer.created', 41, {
      id: 13,
      version: 1,
      first_name: 'Ada',
      joined_on: '2026-01-31',
      last_name: 'Winter',
    });
  },
  'a member who is gone': () => {
    centre.customers = [];
    return event('customer.deleted', 41, { id: 12, version: 4 });
  },
  'a cancelled appointment': () => {
    centre.appointments = [appointment({ state: 'cancelled', version: 2 })];
    return event('appointment.cancelled', 41, withoutNotes(appointment({ state: 'cancelled', version: 2 })));
  },
  'an appointment at another time, with other notes': () => {
    centre.appointments = [appointment({ ...moved, notes: 'knee', version: 2 })];
    return event('appointment.changed', 41, withoutNotes(appointment({ ...moved, version: 2 })));
  },
  'a new appointment': () => {
    centre.appointments = [...centre.appointments, appointment({ id: 82 })];
    return event('appointment.booked', 41, withoutNotes(appointment({ id: 82 })));
  },
  'a sent reminder': () => {
    const sent = reminder({ state: 'sent', outcome_at: '2026-11-24T09:00:02Z', version: 3 });
    centre.reminders = [sent];
    return event('reminder.sent', 41, sent);
  },
  'a planned reminder': () => {
    centre.reminders = [reminder({ id: 6 }), ...centre.reminders];
    return event('reminder.planned', 41, reminder({ id: 6 }));
  },
};

describe('a live update applied to stale state equals a fresh fetch', () => {
  it.each(Object.entries(changes))('%s', async (_name, change) => {
    const store = await openStore();
    await readAll(store);
    const happened = change();
    centre.seq = happened.seq;
    line.says(happened);

    const fresh = await openStore();
    await readAll(fresh);
    await vi.waitFor(() => expect(held(store)).toEqual(held(fresh)));
  });
});

describe('events and snapshots meet in any order', () => {
  it('changes nothing when an event is older than what is held', async () => {
    centre.appointments = [appointment({ state: 'cancelled', version: 3 })];
    const store = await openStore();
    await readAll(store);
    const before = held(store);
    reads = [];
    line.says(event('appointment.changed', 41, withoutNotes(appointment({ version: 2 }))));
    line.says(
      event('customer.updated', 42, {
        id: 12,
        version: 3,
        first_name: 'Old',
        joined_on: '2026-01-31',
        last_name: 'Name',
      }),
    );
    expect(held(store)).toEqual(before);
    expect(reads).toEqual([]);
  });

  it('applies an event that came before a snapshot read earlier', async () => {
    const store = await openStore();
    const cancelled = withoutNotes(appointment({ state: 'cancelled', version: 2 }));
    line.says(event('appointment.cancelled', 41, cancelled));
    // The rows of this answer were read at 40.
    await store.dispatch(appointmentsApi.endpoints.listAppointments.initiate(everyAppointment));
    expect(held(store).appointments?.results[0]).toEqual(cancelled);
  });

  it('patches a state in place without asking the server again', async () => {
    const store = await openStore();
    await readAll(store);
    reads = [];
    line.says(event('reminder.queued', 41, reminder({ state: 'due', version: 2 })));
    expect(held(store).reminders?.results[0]?.state).toBe('due');
    expect(reads).toEqual([]);
  });

  it('reads everything again after a reset', async () => {
    const store = await openStore();
    await readAll(store);
    reads = [];
    line.end.onReset();
    await vi.waitFor(() =>
      expect(reads.sort()).toEqual([
        '/api/appointments/',
        '/api/appointments/81/',
        '/api/customers/',
        '/api/customers/12/',
        '/api/reminders/',
      ]),
    );
  });
});

describe('the socket of a session', () => {
  it('begins at the first snapshot and ends with the session, with nothing left behind', async () => {
    const store = await openStore();
    await readAll(store);
    expect(line.startedAt).toBe('e1.1');
    line.end.onSignedOut();
    expect(line.startedAt).toBeNull();
    expect(store.getState().session).toEqual({ status: 'signedOut', me: null });
    await vi.waitFor(() => expect(store.getState().api.queries).toEqual({}));
  });

  it('marks what others change, until it is no news, and not what this person does', async () => {
    const store = await openStore();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      line.says(event('reminder.sent', 41, reminder()));
      line.says(event('appointment.booked', 42, withoutNotes(appointment()), { actor: desk.id }));
      expect(store.getState().freshness).toEqual({ 'reminder/5': 41 });
      vi.runAllTimers();
      expect(store.getState().freshness).toEqual({});
    } finally {
      vi.useRealTimers();
    }
  });
});
