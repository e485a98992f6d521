import { screen, waitFor, within } from '@testing-library/react';
import { delay, http } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Appointment, ClassSession } from '../../api/shapes';
import { appointment, classSession, desk, event, memberRow } from '../../testing/samples';
import { openAt } from '../../testing/screen';
import { address, answer, cursorPage, page, refusal, server, signedInAs } from '../../testing/server';

const NOW = new Date('2026-11-24T09:00:00Z');
const member = { ...desk, id: 8, is_staff: false, customer: 12, permissions: [] };
const manager = { ...desk, permissions: [...desk.permissions, 'scheduling.change_session'] };

let sent: { path: string; body: unknown }[];

function shows(session: ClassSession) {
  server.use(
    http.get(address('/api/sessions/'), () => answer({ results: [session], more: false }, 40)),
    http.get(address('/api/sessions/51/'), () => answer(session, 40)),
  );
}

function seat(over: Partial<Appointment> = {}): Appointment {
  return appointment({
    session: 51,
    service: 3,
    service_name: 'Yoga Flow',
    starts_at: '2026-11-25T17:00:00Z',
    ends_at: '2026-11-25T18:00:00Z',
    took_visit: true,
    cancel_by: '2026-11-25T05:00:00Z',
    ...over,
  });
}

function onPost(path: string, respond: () => Response | Promise<Response>) {
  server.use(
    http.post(address(path), async ({ request }) => {
      const text = await request.text();
      sent.push({ path, body: text ? (JSON.parse(text) as unknown) : null });
      return respond();
    }),
  );
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
  sent = [];
  server.use(
    http.get(address('/api/staff/'), () =>
      answer(
        page([
          { id: 4, display_name: 'Jonas Weber', roles: [], picture: null },
          { id: 5, display_name: 'Ana Lima', roles: [], picture: null },
        ]),
      ),
    ),
    http.get(address('/api/rooms/'), () =>
      answer(page([{ id: 2, name: 'Studio 1', capacity: 20, version: 1 }])),
    ),
    http.get(address('/api/appointments/'), () => answer(page([]))),
    http.get(address('/api/customers/'), () => answer(cursorPage([]))),
  );
  return () => vi.useRealTimers();
});

const row = async () => (await screen.findByRole('link', { name: 'Yoga Flow' })).closest('li') as HTMLElement;

describe('a member', () => {
  beforeEach(() => server.use(signedInAs(member)));

  it('books with one action, sees it at once, and takes it back with another', async () => {
    shows(classSession());
    onPost('/api/appointments/', async () => {
      await delay(50);
      return answer(seat(), 41);
    });
    onPost('/api/appointments/81/cancel/', () => answer(seat({ state: 'cancelled', version: 2 }), 42));
    const { user } = await openAt('/schedule');
    const card = within(await row());
    await user.click(card.getByRole('button', { name: 'Book Yoga Flow, Wed, Nov 25 at 06:00 PM' }));
    expect(await card.findByText('Booked')).toBeVisible();
    expect(card.getByText('Seats left: 2')).toBeVisible();
    expect(screen.queryByText(/^Booked: Yoga Flow/)).toBeNull();
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(card.getByRole('button', { name: /^Book Yoga/ })).toBeEnabled());
    expect(card.getByText('Seats left: 3')).toBeVisible();
    expect(sent).toEqual([
      { path: '/api/appointments/', body: { session: 51, customer: 12 } },
      { path: '/api/appointments/81/cancel/', body: {} },
    ]);
  });

  it('finds everything as it was when it is refused, and reads why', async () => {
    shows(classSession());
    onPost('/api/appointments/', async () => {
      await delay(50);
      return refusal(409, 'no_visits_left', { customer: [{ code: 'no_visits_left', message: '…' }] });
    });
    const { user, says } = await openAt('/schedule');
    const card = within(await row());
    await user.click(card.getByRole('button', { name: /^Book/ }));
    expect(await card.findByText('Booked')).toBeVisible();
    says(event('session.seats_changed', 45, { id: 51, capacity: 12, booked: 11, waiting: 0, seats_left: 1 }));
    expect(await screen.findByText('No visits are left on your card.')).toBeVisible();
    expect(card.queryByText('Booked')).toBeNull();
    expect(card.getByText('Seats left: 1')).toBeVisible();
  });

  it('is refused at once where there is no connection: a booking can’t wait', async () => {
    shows(classSession());
    onPost('/api/appointments/', () => answer(seat(), 41));
    const { user, store } = await openAt('/schedule');
    const card = within(await row());
    const onLine = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    await user.click(card.getByRole('button', { name: /^Book/ }));
    expect(await screen.findByText(/^You’re offline, so nothing was changed/)).toBeVisible();
    expect(card.getByText('Seats left: 3')).toBeVisible();
    onLine.mockRestore();
    window.dispatchEvent(new Event('online'));
    await waitFor(() => expect(card.getByRole('button', { name: /^Book/ })).toBeEnabled());
    expect(store.getState().outgoing.waiting).toBe(0);
    expect(sent).toEqual([]);
  });

  it('waits where it is full', async () => {
    shows(classSession({ booked: 12, seats_left: 0, waiting: 2 }));
    onPost('/api/appointments/', () => answer(seat({ state: 'waitlisted', position: 3 }), 41));
    const { user } = await openAt('/schedule');
    await user.click(await screen.findByRole('button', { name: /^Join waitlist of Yoga Flow/ }));
    const card = within(await row());
    expect(await card.findByText('On the waitlist')).toBeVisible();
    expect(card.getByText('Full · waiting: 3')).toBeVisible();
    expect(sent[0]?.body).toEqual({ session: 51, customer: 12, waitlist: true });
  });

  it('is told before a visit is lost', async () => {
    shows(classSession({ own: { appointment: 81, state: 'booked' } }));
    server.use(
      http.get(address('/api/appointments/81/'), () =>
        answer(seat({ cancel_by: '2026-11-24T08:00:00Z' }), 40),
      ),
    );
    onPost('/api/appointments/81/cancel/', () => answer(seat({ state: 'cancelled', version: 2 }), 42));
    const { user } = await openAt('/schedule');
    await user.click(await screen.findByRole('button', { name: /^Cancel Yoga Flow/ }));
    const dialog = await screen.findByRole('dialog', { name: 'Give up your seat?' });
    expect(within(dialog).getByText(/too late to get your visit back/)).toBeVisible();
    expect(sent).toEqual([]);
    await user.click(within(dialog).getByRole('button', { name: 'Give it up' }));
    await waitFor(() => expect(sent).toHaveLength(1));
  });

  it('sees a seat that has come to them while the page was open', async () => {
    shows(
      classSession({ booked: 12, seats_left: 0, waiting: 1, own: { appointment: 81, state: 'waitlisted' } }),
    );
    const { says } = await openAt('/schedule');
    const card = within(await row());
    expect(card.getByText('On the waitlist')).toBeVisible();
    const { notes: _n, anyway_reason: _a, position: _p, ...booked } = seat({ version: 2 });
    says(event('appointment.booked', 41, booked));
    expect(await card.findByText('Booked')).toBeVisible();
  });
});

describe('the panel of a class', () => {
  let uncovered: number[];
  const roster = (...appointments: Appointment[]) =>
    server.use(
      http.get(address('/api/sessions/51/roster/'), () => {
        const booked = appointments.length;
        return answer(
          { session: 51, capacity: 12, booked, waiting: 0, appointments, without_access: uncovered },
          40,
        );
      }),
    );

  beforeEach(() => {
    uncovered = [];
    server.use(signedInAs(manager));
  });

  it('books whoever is found, by keyboard alone, and says why not', async () => {
    shows(classSession());
    roster();
    server.use(http.get(address('/api/customers/'), () => answer(cursorPage([memberRow()]))));
    onPost('/api/appointments/', () =>
      refusal(409, 'plan_excluded', { customer: [{ code: 'plan_excluded', message: '…' }] }),
    );
    const { user } = await openAt('/schedule/51');
    const search = await screen.findByRole('combobox', { name: 'Book a member' });
    search.focus();
    await user.keyboard('mia');
    await screen.findByRole('option', { name: /Mia Winter/ });
    await user.keyboard('{ArrowDown}{Enter}');
    expect(await screen.findByText('Their plan doesn’t include this class.')).toBeVisible();
    onPost('/api/appointments/', () => answer(seat(), 41));
    await user.type(screen.getByRole('textbox', { name: 'Why all the same?' }), 'A trial');
    await user.click(screen.getByRole('button', { name: 'Book anyway' }));
    expect(await screen.findByText('Mia Winter is booked.')).toBeVisible();
    expect(sent.map(({ body }) => body)).toEqual([
      { session: 51, customer: 12 },
      { session: 51, customer: 12, anyway: 'A trial' },
    ]);
  });

  it('marks who came, and hears it from elsewhere', async () => {
    vi.setSystemTime('2026-11-25T16:50:00Z');
    shows(classSession());
    uncovered = [82];
    roster(seat(), seat({ id: 82, customer: 13, customer_name: 'Tom Berg' }));
    onPost('/api/appointments/81/attended/', () => answer(seat({ state: 'attended', version: 2 }), 41));
    const { user, says } = await openAt('/schedule/51');
    await user.click(await screen.findByRole('button', { name: 'Came: Mia Winter' }));
    expect(await screen.findByText('Attended')).toBeVisible();
    const tom = screen.getByRole('link', { name: 'Tom Berg' }).closest('li') as HTMLElement;
    expect(within(tom).getByText('No membership for it')).toBeVisible();
    expect(screen.getAllByText('No membership for it')).toHaveLength(1);
    const {
      notes: _n,
      anyway_reason: _a,
      position: _p,
      ...missed
    } = seat({
      id: 82,
      customer: 13,
      customer_name: 'Tom Berg',
      state: 'no_show',
      version: 2,
    });
    says(event('appointment.missed', 42, missed));
    expect(await screen.findByText('No-show')).toBeVisible();
  });

  it('says of all who are left that they didn’t come, once asked, and takes back just that', async () => {
    vi.setSystemTime('2026-11-25T17:20:00Z');
    shows(classSession());
    const others = [
      seat({ state: 'attended', customer_name: 'Ida Moe' }),
      seat({ id: 83, customer: 14, customer_name: 'Li Na', state: 'waitlisted', position: 1 }),
    ];
    const tom = { id: 82, customer: 13, customer_name: 'Tom Berg' };
    roster(...others, seat(tom));
    onPost('/api/sessions/51/roster/close/', () =>
      answer(
        {
          session: 51,
          capacity: 12,
          booked: 2,
          waiting: 1,
          appointments: [...others, seat({ ...tom, state: 'no_show', version: 2 })],
        },
        41,
      ),
    );
    onPost('/api/appointments/82/unmark/', () => answer(seat({ ...tom, version: 3 }), 42));
    const { user } = await openAt('/schedule/51');
    expect(await screen.findByText('Neither said yet: 1')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'None of them came' }));
    const dialog = within(await screen.findByRole('dialog', { name: '1 didn’t come?' }));
    expect(dialog.getByText(/written down for Tom Berg\./)).toBeVisible();
    expect(sent).toEqual([]);
    await user.click(dialog.getByRole('button', { name: 'They didn’t come' }));
    expect(await screen.findByText('No-show')).toBeVisible();
    expect(screen.queryByText('Neither said yet: 1')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByText('Neither said yet: 1')).toBeVisible();
    expect(sent).toEqual([
      { path: '/api/sessions/51/roster/close/', body: { came: false } },
      { path: '/api/appointments/82/unmark/', body: null },
    ]);
  });

  it('moves it by form, sends what was changed, and names those who can’t stay', async () => {
    shows(classSession());
    roster();
    const matched: (string | null)[] = [];
    const bodies: unknown[] = [];
    server.use(
      http.patch(address('/api/sessions/51/'), async ({ request }) => {
        matched.push(request.headers.get('If-Match'));
        const body = (await request.json()) as { release?: boolean };
        bodies.push(body);
        return body.release
          ? answer(classSession({ capacity: 8, version: 2 }), 41)
          : refusal(409, 'seats_taken', {
              capacity: [{ code: 'seats_taken', message: '9 seats are booked.' }],
            });
      }),
    );
    onPost('/api/sessions/51/preview/', () =>
      answer({
        session: classSession(),
        leaving: [{ appointment: 81, customer: 12, customer_name: 'Mia Winter' }],
      }),
    );
    const { user } = await openAt('/schedule/51');
    await user.click(await screen.findByRole('button', { name: 'Change this class' }));
    const form = within(screen.getByRole('form', { name: 'Change this class' }));
    await user.clear(form.getByRole('textbox', { name: 'Seats' }));
    await user.type(form.getByRole('textbox', { name: 'Seats' }), '8');
    await user.click(form.getByRole('button', { name: 'Save changes' }));
    const dialog = await screen.findByRole('dialog', { name: 'Not everybody can stay' });
    expect(within(dialog).getByText(/Mia Winter/)).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Change it all the same' }));
    expect(await screen.findByText('Yoga Flow is changed.')).toBeVisible();
    expect(bodies).toEqual([{ capacity: 8 }, { capacity: 8, release: true }]);
    expect(matched).toEqual(['"1"', '"1"']);
  });

  it('cancels it with a reason, having said how many are told', async () => {
    shows(classSession({ booked: 11, waiting: 2, seats_left: 1 }));
    roster();
    onPost('/api/sessions/51/cancel/', () =>
      answer(classSession({ state: 'cancelled', cancel_reason: 'Jonas is ill', version: 2 }), 41),
    );
    const { user } = await openAt('/schedule/51');
    await user.click(await screen.findByRole('button', { name: 'Cancel this class' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Cancel Yoga Flow?' }));
    expect(dialog.getByText('Told of it: 11 booked, 2 waiting.')).toBeVisible();
    await user.type(dialog.getByRole('textbox', { name: 'Reason' }), 'Jonas is ill');
    await user.click(dialog.getByRole('button', { name: 'Cancel and tell 13' }));
    expect(await screen.findByText('Cancelled: Jonas is ill')).toBeVisible();
    expect(sent).toEqual([{ path: '/api/sessions/51/cancel/', body: { reason: 'Jonas is ill' } }]);
  });
});
