import fc from 'fast-check';
import { http } from 'msw';
import { expect, it } from 'vitest';
import type { Appointment, Customer, Reminder } from '../api/shapes';
import { appointmentsApi } from '../features/appointments/api';
import { customersApi } from '../features/customers/api';
import { notificationsApi, type Notification } from '../features/notifications/api';
import { remindersApi } from '../features/reminders/api';
import type { GymEvent } from '../realtime/events.gen';
import { sessionApi } from '../session/api';
import { alone, Line } from '../testing/line';
import { appointment, customer, desk, event, memberRow, notification, reminder } from '../testing/samples';
import { address, answer, cursorPage, page, server, signedInAs } from '../testing/server';
import { makeStore, type AppStore } from './store';

/** The centre as its server has it. What happens there is recorded, and read as it is at the moment of the request. */
class Centre {
  seq = 40;
  readonly events: GymEvent[] = [];
  customers = [customer(), customer({ id: 13, first_name: 'Ada', version: 1 })];
  appointments = [appointment(), appointment({ id: 82, starts_at: '2026-11-26T09:00:00Z' })];
  reminders = [reminder(), reminder({ id: 6 })];
  notifications = [notification(), notification({ id: 30 })];
  inbox = { unread: 2, version: 2 };
  /** Answers that are on their way. */
  readonly underWay: (() => void)[] = [];
  isSlow = true;

  private record(make: (seq: number) => GymEvent): void {
    this.seq += 1;
    this.events.push(structuredClone(make(this.seq)));
  }

  rename(at: number): Customer {
    const held = of(this.customers, at);
    Object.assign(held, { first_name: `Name ${this.seq}`, version: held.version + 1 });
    const { id, version, first_name, last_name } = held;
    this.record((seq) =>
      event('customer.updated', seq, { id, version, first_name, joined_on: '2026-01-31', last_name }),
    );
    return held;
  }

  read(ids: number[]) {
    const fresh = this.notifications.filter(({ id, read_at }) => ids.includes(id) && !read_at);
    for (const row of fresh) row.read_at = '2026-11-24T10:00:00Z';
    if (fresh.length > 0) this.count(-fresh.length);
    const said = { ids: fresh.map(({ id }) => id), read_at: '2026-11-24T10:00:00Z', ...this.inbox };
    if (fresh.length > 0) this.record((seq) => event('notification.read', seq, said));
    return said;
  }

  private count(by: number): void {
    this.inbox = { unread: this.inbox.unread + by, version: this.inbox.version + 1 };
  }

  readonly happens: Record<string, (at: number) => void> = {
    'a member is renamed': (at) => void this.rename(at),
    'a member comes': (at) => {
      const id = 100 + this.seq;
      this.customers = [...this.customers, customer({ id, first_name: `New ${at}`, version: 1 })];
      this.record((seq) =>
        event('customer.created', seq, {
          id,
          version: 1,
          first_name: 'New',
          joined_on: '2026-01-31',
          last_name: '',
        }),
      );
    },
    'a member is deleted': (at) => {
      const { id, version } = of(this.customers, at);
      if (id === 12) return; // whose page is open
      this.customers = this.customers.filter((row) => row.id !== id);
      this.record((seq) => event('customer.deleted', seq, { id, version: version + 1 }));
    },
    'an appointment is cancelled': (at) => this.change(at, { state: 'cancelled' }, 'appointment.cancelled'),
    'an appointment is moved': (at) =>
      this.change(at, { starts_at: `2026-11-2${at % 9}T08:00:00Z` }, 'appointment.changed'),
    'an appointment is annotated': (at) => this.change(at, { notes: `knee ${at}` }, 'appointment.changed'),
    'a reminder is sent': (at) => this.remind(at, { state: 'sent', outcome_at: '2026-11-24T09:00:02Z' }),
    'a reminder fails': (at) => this.remind(at, { state: 'failed', detail: `no ${at}` }),
    'somebody is notified': () => {
      const row = notification({ id: 100 + this.seq });
      this.notifications = [row, ...this.notifications];
      this.count(1);
      this.record((seq) => event('notification.created', seq, { notification: row, ...this.inbox }));
    },
    'it is read elsewhere': (at) => void this.read([of(this.notifications, at).id]),
    'all is read elsewhere': () => void this.read(this.notifications.map(({ id }) => id)),
    'a notification is withdrawn': (at) => {
      if (this.notifications.length < 2) return;
      const gone = of(this.notifications, at);
      this.notifications = this.notifications.filter(({ id }) => id !== gone.id);
      this.count(gone.read_at ? 0 : -1);
      this.record((seq) => event('notification.withdrawn', seq, { ids: [gone.id], ...this.inbox }));
    },
  };

  private change(
    at: number,
    over: Partial<Appointment>,
    type: 'appointment.cancelled' | 'appointment.changed',
  ): void {
    const held = of(this.appointments, at);
    Object.assign(held, over, { version: held.version + 1 });
    this.appointments.sort((one, other) => one.starts_at.localeCompare(other.starts_at) || one.id - other.id);
    const { notes: _notes, anyway_reason: _reason, position: _position, ...row } = held;
    this.record((seq) => event(type, seq, row));
  }

  private remind(at: number, over: Partial<Reminder>): void {
    const held = of(this.reminders, at);
    Object.assign(held, over, { version: held.version + 1 });
    this.record((seq) => event(over.state === 'sent' ? 'reminder.sent' : 'reminder.failed', seq, held));
  }

  /** Of the moment of the request; it arrives when the network has brought it. */
  async answers(body: object) {
    const said = structuredClone(body);
    const at = this.seq;
    if (this.isSlow) await new Promise<void>((resolve) => this.underWay.push(resolve));
    return answer(said, at);
  }

  serve(): void {
    const get = (path: string, body: () => object) => http.get(address(path), () => this.answers(body()));
    server.use(
      signedInAs(desk),
      get('/api/customers/', () =>
        cursorPage(
          this.customers.map(({ id, first_name, version }) => memberRow({ id, first_name, version })),
        ),
      ),
      get('/api/customers/12/', () => of(this.customers, 0)),
      get('/api/appointments/', () => page(this.appointments)),
      get('/api/appointments/81/', () => this.appointments.find(({ id }) => id === 81) ?? {}),
      get('/api/reminders/', () => page(this.reminders)),
      get('/api/notifications/', () => ({ next: null, results: this.notifications })),
      get('/api/inbox/', () => this.inbox),
      http.post<{ id: string }>(address('/api/notifications/:id/read/'), ({ params }) =>
        this.answers(this.read([Number(params.id)])),
      ),
      http.patch(address('/api/customers/12/'), () => this.answers(this.rename(0))),
    );
  }
}

function of<Row>(rows: Row[], at: number): Row {
  const row = rows[at % rows.length];
  if (!row) throw new Error('There is nothing there.');
  return row;
}

const { listCustomers, getCustomer, updateCustomer } = customersApi.endpoints;
const { listAppointments, getAppointment } = appointmentsApi.endpoints;
const { listReminders } = remindersApi.endpoints;
const { listNotifications, getInbox, markRead } = notificationsApi.endpoints;
const again = { forceRefetch: true, subscribe: true };

/** All that the screens show. */
const reads = [
  (store: AppStore) => store.dispatch(listCustomers.initiate({}, again)),
  (store: AppStore) => store.dispatch(getCustomer.initiate(12, again)),
  (store: AppStore) => store.dispatch(listAppointments.initiate({ page: 1 }, again)),
  (store: AppStore) => store.dispatch(getAppointment.initiate(81, again)),
  (store: AppStore) => store.dispatch(listReminders.initiate({ page: 1 }, again)),
  (store: AppStore) => store.dispatch(listNotifications.initiate(undefined, again)),
  (store: AppStore) => store.dispatch(getInbox.initiate(undefined, again)),
];

function shown(store: AppStore) {
  const state = store.getState();
  const rows: Notification[] =
    listNotifications
      .select()(state)
      .data?.pages.flatMap(({ results }) => results) ?? [];
  return {
    customers: listCustomers.select({})(state).data,
    customer: getCustomer.select(12)(state).data,
    appointments: listAppointments.select({ page: 1 })(state).data,
    appointment: getAppointment.select(81)(state).data,
    reminders: listReminders.select({ page: 1 })(state).data,
    notifications: rows,
    inbox: getInbox.select()(state).data,
    marking: state.marking,
  };
}

const tick = () => new Promise<void>((resolve) => setTimeout(resolve));

async function openStore(line: Line) {
  const store = makeStore(line.open, alone());
  await store.dispatch(sessionApi.endpoints.getMe.initiate());
  return store;
}

const nth = fc.nat(8);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('happens' as const),
      what: fc.constantFrom(...Object.keys(new Centre().happens)),
      nth,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constantFrom('hears' as const, 'hears again' as const), nth }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('answer arrives' as const), nth }) },
  fc.record({ does: fc.constantFrom('reads' as const, 'marks as read' as const, 'renames' as const), nth }),
);

it('REST answers, own writes and events end in the state of a fresh fetch, in whatever order they come', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const centre = new Centre();
      centre.serve();
      const line = new Line();
      const store = await openStore(line);
      const unheard: GymEvent[] = [];
      let known = 0;
      const follow = () => {
        unheard.push(...centre.events.slice(known));
        known = centre.events.length;
      };
      for (const read of reads) void read(store);
      for (const now of steps) {
        if (now.does === 'happens') centre.happens[now.what]?.(now.nth);
        else if (now.does === 'hears' && unheard.length > 0) {
          for (const one of unheard.splice(now.nth % unheard.length, 1)) line.says(one);
        } else if (now.does === 'hears again' && centre.events.length > unheard.length) {
          line.says(
            of(
              centre.events.filter((one) => !unheard.includes(one)),
              now.nth,
            ),
          );
        } else if (now.does === 'answer arrives' && centre.underWay.length > 0) {
          for (const arrive of centre.underWay.splice(now.nth % centre.underWay.length, 1)) arrive();
        } else if (now.does === 'reads') void of(reads, now.nth)(store);
        else if (now.does === 'marks as read') {
          void store.dispatch(markRead.initiate(of(centre.notifications, now.nth).id));
        } else if (now.does === 'renames') {
          void store.dispatch(updateCustomer.initiate({ id: 12, version: undefined, change: {} }));
        }
        await tick();
        follow();
      }
      // In the end everything arrives, the last first.
      let quiet = 0;
      while (quiet < 6) {
        follow();
        const last = unheard.pop();
        if (last) line.says(last);
        const arrive = centre.underWay.pop();
        arrive?.();
        await tick();
        quiet = last || arrive ? 0 : quiet + 1;
      }
      centre.isSlow = false;
      const fresh = await openStore(new Line());
      await Promise.all(reads.map((read) => read(fresh)));
      const wanted = shown(fresh);
      expect(wanted.notifications).toEqual(centre.notifications);
      expect(wanted.customers?.results).toHaveLength(centre.customers.length);
      expect(shown(store)).toEqual(wanted);
    }),
    { numRuns: 40 },
  );
}, 60_000);
