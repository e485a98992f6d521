import fc from 'fast-check';
import { http } from 'msw';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Today } from '../api/shapes';
import { todayApi } from '../features/today/api';
import type { EventOf, EventType } from '../realtime/event';
import type { GymEvent } from '../realtime/events.gen';
import { sessionApi } from '../session/api';
import { alone, Line } from '../testing/line';
import { appointment, classSession, desk, event, reminder } from '../testing/samples';
import { address, answer, server, signedInAs } from '../testing/server';
import { todaySlice } from '../features/today/slice';
import { makeStore, rootReducer, type AppStore } from './store';

const withToday = rootReducer.inject(todaySlice);
const today = (store: AppStore) =>
  withToday.selector((state: ReturnType<typeof withToday>) => state.today)(store.getState());

/** One of them, which others may follow. */
const anyState = (state: Membership['state']) => state;
const DAY = '2026-11-25';
const at = (hour: number, day = DAY) => `${day}T${String(hour).padStart(2, '0')}:00:00Z`;

type Cards = Today['cards'];
type Plain<Row> = { -readonly [Name in keyof Row]: Row[Name] };

/** The centre as its server has it: rows as they are, and the cards that would be read from them. */
class Centre {
  seq = 40;
  readonly events: GymEvent[] = [];
  checkIns = [1, 2, 3].map((id) => ({
    ...{ id, customer: id, customer_name: `Member ${id}`, membership: null, plan_name: null, at: at(6 + id) },
    ...{
      method: 'search' as const,
      took_visit: false,
      anyway: '',
      warnings: ['unpaid'],
      undone_at: null as string | null,
    },
    version: 1,
    photo: id === 2 ? 'p2' : null,
  }));
  sessions = [classSession({ starts_at: at(9), ends_at: at(10) }), classSession({ id: 52, trainer: 9 })].map(
    ({ own: _own, ...row }) => row,
  );
  appointments = [appointment({ starts_at: at(9), ends_at: at(10) }), appointment({ id: 82, session: 51 })];
  reminders: Plain<ReturnType<typeof reminder>>[] = [5, 6, 7].map((id) => reminder({ id, due_at: at(id) }));
  memberships = [1, 2, 3].map((id) => ({
    ...{
      id,
      customer: id,
      customer_name: `Member ${id}`,
      plan: 3,
      plan_name: 'Gold',
      colour: '#c99700',
      version: 1,
    },
    ...{
      starts_on: '2026-10-25',
      ends_on: `2026-11-${24 + 2 * id}`,
      state: anyState('current'),
      price: '49.90',
    },
    soldToday: false,
  }));
  tasks = [1, 2, 3].map((id) => task(id, { due_at: at(10 * id, '2026-11-25') }));
  bookings = 4;
  newMembers: number[] = [];

  tell<Type extends EventType>(type: Type, data: EventOf<Type>['data']): void {
    this.seq += 1;
    this.events.push(
      structuredClone(event(type, this.seq, data, { time: at(11) } as Partial<EventOf<Type>>)),
    );
  }

  readonly happens: Record<string, (nth: number) => void> = {
    'somebody comes in': (nth) => {
      const id = 100 + this.seq;
      const of = { ...nthOf(this.checkIns, 0), id, customer: nth + 1, customer_name: `Member ${nth + 1}` };
      const row = {
        ...of,
        at: at(8 + (nth % 9)),
        version: 1,
        undone_at: null,
        photo: nth % 3 === 0 ? `p${nth}` : null,
      };
      this.checkIns.push(row);
      this.tell('check_in.recorded', checkIn(row));
    },
    'a check-in is taken back': (nth) => {
      const row = nthOf(this.checkIns, nth);
      if (row.undone_at) return;
      Object.assign(row, { undone_at: at(11), version: row.version + 1 });
      this.tell('check_in.undone', checkIn(row));
    },
    'a class is moved': (nth) => {
      const row = nthOf(this.sessions, nth);
      const day = nth % 2 ? DAY : '2026-11-26';
      Object.assign(row, {
        starts_at: at(7 + nth, day),
        ends_at: at(8 + nth, day),
        version: row.version + 1,
      });
      this.tell('session.changed', row);
    },
    'a class is planned': (nth) => {
      const { own: _own, ...row } = classSession({
        id: 100 + this.seq,
        starts_at: at(nth + 7),
        trainer: nth,
      });
      this.sessions.push(row);
      this.tell('session.planned', row);
    },
    'a class is cancelled': (nth) => {
      const row = nthOf(this.sessions, nth);
      Object.assign(row, { state: 'cancelled', version: row.version + 1 });
      this.tell('session.cancelled', row);
    },
    'a class is taken back': (nth) => {
      if (this.sessions.length < 2) return;
      const { id, version } = nthOf(this.sessions, nth);
      this.sessions = this.sessions.filter((row) => row.id !== id);
      this.tell('session.removed', { id, version: version + 1 });
    },
    'a seat is taken': (nth) => {
      const row = nthOf(this.sessions, nth);
      Object.assign(row, { booked: row.booked + 1, seats_left: row.seats_left - 1 });
      const { id, capacity, booked, waiting, seats_left } = row;
      this.tell('session.seats_changed', { id, capacity, booked, waiting, seats_left });
    },
    'somebody books': (nth) => {
      const row = appointment({ id: 100 + this.seq, starts_at: at(7 + nth), session: nth % 2 ? 51 : null });
      this.appointments.push(row);
      this.bookings += 1;
      this.tell('appointment.booked', booked(row));
    },
    'an appointment goes on': (nth) => {
      const row = nthOf(this.appointments, nth);
      const state =
        (['booked', 'cancelled', 'attended', 'no_show', 'confirmed'] as const)[nth % 5] ?? 'booked';
      Object.assign(row, { state, starts_at: at(9, nth > 6 ? '2026-11-26' : DAY), version: row.version + 1 });
      this.tell(state === 'no_show' ? 'appointment.missed' : 'appointment.changed', booked(row));
    },
    'a reminder goes on': (nth) => {
      const row = nthOf(this.reminders, nth);
      if (row.state === 'planned') {
        row.state = nth % 2 ? 'due' : 'superseded';
      } else if (row.state === 'due') row.state = nth % 2 ? 'sent' : 'failed';
      else return;
      row.version += 1;
      const types = { due: 'queued', superseded: 'superseded', sent: 'sent', failed: 'failed' } as const;
      this.tell(`reminder.${types[row.state]}`, row);
    },
    'a reminder is planned': (nth) => {
      const row = reminder({ id: 100 + this.seq, due_at: at(5 + nth, nth === 3 ? '2026-11-26' : DAY) });
      this.reminders.push(row);
      this.tell('reminder.planned', row);
    },
    'a membership is renewed': (nth) => {
      const of = nthOf(this.memberships, nth);
      if (of.state === 'void') return;
      if (this.memberships.some((row) => row.customer === of.customer && row.starts_on > of.starts_on))
        return;
      const row = {
        ...of,
        id: 100 + this.seq,
        starts_on: '2026-12-01',
        ends_on: '2026-12-31',
        version: 1,
        soldToday: true,
      };
      this.memberships.push(row);
      this.tell('membership.renewed', membership(row));
    },
    'a membership ends otherwise': (nth) => {
      const row = nthOf(this.memberships, nth);
      Object.assign(row, { ends_on: `2026-11-${25 + (nth % 5)}`, version: row.version + 1 });
      if (row.starts_on <= row.ends_on) this.tell('membership.cancelled', membership(row));
      else row.ends_on = '2026-12-31';
    },
    'a sale was a mistake': (nth) => {
      const row = nthOf(this.memberships, nth);
      if (row.state === 'void') return;
      Object.assign(row, { state: 'void', version: row.version + 1 });
      this.tell('membership.cancelled', membership(row));
    },
    'a task goes on': (nth) => {
      const row = nthOf(this.tasks, nth);
      const state = (['open', 'in_progress', 'done'] as const)[nth % 3] ?? 'open';
      const assignee = nth % 4 === 3 ? 99 : desk.id;
      Object.assign(row, {
        state,
        assignee,
        due_at: at(9, nth > 6 ? '2026-11-26' : DAY),
        version: row.version + 1,
      });
      this.tell('task.changed', row);
    },
    'a task is given': (nth) => {
      const row = task(100 + this.seq, { due_at: at(nth + 6), priority: ((nth % 3) + 1) as 1 | 2 | 3 });
      this.tasks.push(row);
      this.tell('task.created', row);
    },
    'a task is nobody’s to see': (nth) => {
      if (this.tasks.length < 2) return;
      const { id, version } = nthOf(this.tasks, nth);
      this.tasks = this.tasks.filter((row) => row.id !== id);
      this.tell('task.withdrawn', { id, version: version + 1 });
    },
    'a member is new': (nth) => {
      const id = 200 + this.seq;
      const joined_on = nth % 2 ? DAY : '2026-01-31';
      if (nth % 2) this.newMembers.push(id);
      this.tell('customer.created', { id, version: 1, first_name: 'Ada', last_name: 'Ott', joined_on });
    },
    'a member is renamed': (nth) => {
      const [id, name] = [nth + 1, `New ${this.seq}`];
      for (const rows of [this.checkIns, this.memberships, this.appointments, this.reminders, this.tasks])
        for (const row of rows) if (row.customer === id) Object.assign(row, { customer_name: `${name} Ott` });
      this.tell('customer.updated', {
        id,
        version: this.seq,
        first_name: name,
        last_name: 'Ott',
        joined_on: '2026-01-31',
      });
    },
    'a trainer is renamed': (nth) =>
      this.tell('staff.changed', { id: nth, version: 2, display_name: 'Jo', roles: [], is_active: true }),
  };

  cards(): Cards {
    const onDay = (instant: string) => instant.startsWith(DAY);
    const byTime = <Row extends { id: number }>(rows: Row[], time: (row: Row) => string) =>
      [...rows].sort((one, other) => Date.parse(time(one)) - Date.parse(time(other)) || one.id - other.id);
    const standing = this.checkIns.filter((row) => !row.undone_at && onDay(row.at));
    const ended = this.memberships.filter(
      (row) =>
        row.state !== 'void' &&
        row.ends_on >= DAY &&
        row.ends_on <= '2026-12-01' &&
        !this.memberships.some(
          (other) =>
            other.state !== 'void' && other.customer === row.customer && other.starts_on > row.starts_on,
        ),
    );
    const oneToOnes = this.appointments.filter(
      (row) => row.session === null && row.state !== 'cancelled' && onDay(row.starts_at),
    );
    const due = this.tasks.filter(
      (row) =>
        (row.state === 'open' || row.state === 'in_progress') &&
        (row.due_at ?? '') < at(23) &&
        (row.assignee === desk.id || row.role === 'front_desk'),
    );
    const reminded = this.reminders.filter((row) => onDay(row.due_at));
    const group = (...states: string[]) => reminded.filter(({ state }) => states.includes(state));
    const latest = (rows: typeof reminded) =>
      [...rows].sort((one, other) => Date.parse(other.due_at) - Date.parse(one.due_at) || one.id - other.id);
    const sold = this.memberships.filter((row) => row.soldToday && row.state !== 'void');
    const missed = this.appointments.filter((row) => row.state === 'no_show' && onDay(row.starts_at));
    return structuredClone({
      arrivals: listed(byTime(standing, (row) => row.at).reverse(), ({ photo, ...row }) => ({
        ...row,
        picture: photo ? { id: photo, small: 's', large: 'l' } : null,
      })),
      ending: listed(
        ended.sort((one, other) => one.ends_on.localeCompare(other.ends_on) || one.id - other.id),
        ({ state: _state, price: _price, soldToday: _sold, ...row }) => row,
      ),
      classes: {
        ...listed(
          byTime(
            this.sessions.filter((row) => onDay(row.starts_at)),
            (row) => row.starts_at,
          ),
        ),
        trainer: null,
      },
      one_to_ones: {
        ...listed(
          byTime(oneToOnes, (row) => row.starts_at),
          ({
            id,
            customer,
            customer_name,
            service_name,
            trainer,
            trainer_name,
            room_name,
            starts_at,
            ends_at,
            state,
            version,
          }) => ({
            ...{
              id,
              customer,
              customer_name,
              service_name,
              trainer,
              trainer_name,
              room_name,
              starts_at,
              ends_at,
            },
            ...{ state, version },
          }),
        ),
        trainer: null,
      },
      tasks: listed(
        due.sort(
          (one, other) =>
            Date.parse(one.due_at ?? '') - Date.parse(other.due_at ?? '') ||
            other.priority - one.priority ||
            one.id - other.id,
        ),
        ({
          id,
          title,
          assignee,
          assignee_name,
          role,
          due_at,
          priority,
          state,
          customer,
          customer_name,
          created_by,
          version,
        }) => ({
          ...{ id, title, assignee, assignee_name, role: role as 'front_desk', due_at, priority, state },
          ...{ customer, customer_name, created_by, version },
        }),
      ),
      reminders: {
        planned: listed(
          byTime(group('planned', 'due'), (row) => row.due_at),
          reminded_,
        ),
        sent: listed(latest(group('sent')), reminded_),
        failed: listed(latest(group('failed', 'expired')), reminded_),
      },
      figures: {
        figures: [
          figure('visits', standing.length),
          figure('bookings', this.bookings),
          figure('no_shows', missed),
          figure(
            'new_members',
            this.newMembers.map((id) => ({ id })),
          ),
          {
            ...figure('sold', sold),
            amounts: sold.length > 0 ? [{ currency: 'EUR', amount: (sold.length * 49.9).toFixed(2) }] : [],
          },
        ],
      },
    }) as Cards;
  }
}

const figure = (name: string, counted: number | { id: number }[]) => ({
  name,
  count: typeof counted === 'number' ? counted : counted.length,
  ids: typeof counted === 'number' ? null : counted.map(({ id }) => id).sort((one, other) => one - other),
  amounts: [] as { currency: string; amount: string }[],
  by_the_hour: true,
  usual: [],
});
const listed = <Row, Shown>(rows: Row[], show: (row: Row) => Shown = (row) => row as unknown as Shown) => ({
  count: rows.length,
  rows: rows.map(show),
});
type Membership = EventOf<'membership.sold'>['data'];
const reminded_ = ({
  id,
  kind,
  subject,
  customer,
  customer_name,
  due_at,
  state,
  detail,
  version,
}: ReturnType<typeof reminder>) => ({
  ...{ id, kind, subject, customer, customer_name, due_at, state, detail, version },
});
const checkIn = ({ photo, ...row }: Centre['checkIns'][number]) => ({ ...row, picture: photo });
const booked = ({
  notes: _notes,
  anyway_reason: _reason,
  position: _position,
  ...row
}: ReturnType<typeof appointment>) => row;
const membership = ({ soldToday: _sold, ...row }: Centre['memberships'][number]): Membership => ({
  ...row,
  ...{
    visits: null,
    visits_left: null,
    used_up_on: null,
    paid: '0.00',
    currency: 'EUR',
    renews: null,
    freezes: [],
  },
  ...{ cancelled_at: null, cancel_reason: '' },
});
const task = (
  id: number,
  over: Partial<EventOf<'task.created'>['data']> = {},
): EventOf<'task.created'>['data'] => ({
  ...{
    id,
    title: `Task ${id}`,
    assignee: null,
    assignee_name: null,
    role: 'front_desk',
    due_at: null,
    priority: 2,
  },
  ...{ state: 'open', checks: 0, checked: 0, customer: id, customer_name: `Member ${id}`, appointment: null },
  ...{
    appointment_name: null,
    appointment_starts_at: null,
    rule: '',
    created_by: 3,
    created_by_name: 'Ola',
    created_at: at(1),
  },
  ...{ done_at: null, done_by: null, done_by_name: null, version: 1 },
  ...over,
});

function nthOf<Row>(rows: Row[], nth: number): Row {
  const row = rows[nth % rows.length];
  if (!row) throw new Error('There is nothing there.');
  return row;
}

const { getToday, getTodayCard } = todayApi.endpoints;
const again = { forceRefetch: true, subscribe: false };
const tick = () => new Promise<void>((resolve) => setTimeout(resolve));
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('happens' as const),
      what: fc.constantFrom(...Object.keys(new Centre().happens)),
      nth: fc.nat(9),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constantFrom('hears' as const, 'hears again' as const), nth: fc.nat(9) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ does: fc.constant('answer arrives' as const), nth: fc.nat(9) }),
  },
  fc.record({ does: fc.constant('reads' as const), nth: fc.nat(9) }),
);

/** As the screen does: what is behind is asked for once more. */
function catchUp(store: AppStore): void {
  for (const card of today(store).behind) void store.dispatch(getTodayCard.initiate(card, again));
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: new Date(at(11)) }));
afterEach(() => void vi.useRealTimers());

it('each card of the start page ends as a fresh snapshot, whenever answers come and however often events do', async () => {
  let read = 0;
  let heard = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 50 }), async (steps) => {
      const centre = new Centre();
      const underWay: (() => void)[] = [];
      /** Of the moment of the request; it arrives when the network has brought it. */
      const serve = async (only: string | null) => {
        const [cards, seq] = [centre.cards(), centre.seq];
        read += 1;
        await new Promise<void>((resolve) => underWay.push(resolve));
        const said = only ? { [only]: cards[only as keyof Cards] } : cards;
        return answer({ day: DAY, cards: said }, seq);
      };
      server.use(
        signedInAs({ ...desk, roles: ['front_desk'] }),
        http.get(address('/api/today/'), ({ request }) =>
          serve(new URL(request.url).searchParams.get('card')),
        ),
      );
      const line = new Line();
      const store = makeStore(line.open, alone());
      await store.dispatch(sessionApi.endpoints.getMe.initiate());
      void store.dispatch(getToday.initiate(DAY, again));
      let told = 0;
      const hear = (upTo: number) => {
        for (; told < Math.min(upTo, centre.events.length); told += 1) {
          heard += 1;
          const next = centre.events[told];
          if (next) line.says(next);
        }
      };
      for (const now of steps) {
        if (now.does === 'happens') centre.happens[now.what]?.(now.nth);
        else if (now.does === 'hears') hear(told + 1 + now.nth);
        else if (now.does === 'hears again' && told > 0)
          line.says(nthOf(centre.events.slice(0, told), now.nth));
        else if (now.does === 'answer arrives' && underWay.length > 0)
          underWay.splice(now.nth % underWay.length, 1)[0]?.();
        else if (now.does === 'reads') void store.dispatch(getToday.initiate(DAY, again));
        await tick();
        catchUp(store);
      }
      for (let quiet = 0; quiet < 6;) {
        hear(centre.events.length);
        catchUp(store);
        await tick();
        const arrive = underWay.pop();
        arrive?.();
        await tick();
        quiet = arrive || today(store).behind.length > 0 ? 0 : quiet + 1;
      }
      expect(today(store).cards).toEqual(centre.cards());
    }),
    { numRuns: 50 },
  );
  // It isn't by reading anew that it is right.
  expect(heard).toBeGreaterThan(2 * read);
}, 60_000);
