import { screen, waitFor, within } from '@testing-library/react';
import { http } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClassSession } from '../../api/shapes';
import { classSession, desk, event } from '../../testing/samples';
import { openAt } from '../../testing/screen';
import { address, answer, page, refusal, server, signedInAs } from '../../testing/server';

const NOW = new Date('2026-11-24T09:00:00Z');
const member = { ...desk, id: 8, is_staff: false, customer: 12, permissions: [] };

let asked: string[];

function shows(...results: ClassSession[]) {
  server.use(
    http.get(address('/api/sessions/'), ({ request }) => {
      asked.push(new URL(request.url).search);
      return answer({ results, more: false }, 40);
    }),
  );
}

/** What an event tells of it: all but what is one's own. */
function told({ own: _own, ...session }: ClassSession) {
  return session;
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
  asked = [];
  server.use(
    signedInAs(desk),
    http.get(address('/api/staff/'), () =>
      answer(page([{ id: 4, display_name: 'Jonas Weber', roles: [], picture: null }])),
    ),
    http.get(address('/api/rooms/'), () =>
      answer(page([{ id: 2, name: 'Studio 1', capacity: 20, version: 1 }])),
    ),
  );
  return () => vi.useRealTimers();
});

const card = (name: string | RegExp) =>
  screen.findByRole('link', { name }).then((link) => link.closest('li') as HTMLElement);

describe('the agenda', () => {
  it('asks for a week from today on and says when, with whom, where and how full', async () => {
    shows(classSession({ waiting: 2 }));
    await openAt('/schedule?view=agenda');
    expect(await screen.findByRole('region', { name: /Wednesday/ })).toBeVisible();
    const row = await card('Yoga Flow');
    for (const text of ['06:00 PM', '07:00 PM', 'Jonas Weber · Studio 1', '9 of 12 booked · waiting: 2'])
      expect(within(row).getByText(text)).toBeVisible();
    expect(asked).toEqual(['?from=2026-11-24&to=2026-11-30']);
  });

  it('tells a member what is left', async () => {
    server.use(signedInAs(member));
    shows(
      classSession(),
      classSession({ id: 52, service_name: 'Spin', booked: 12, seats_left: 0, waiting: 1 }),
    );
    await openAt('/schedule');
    expect(within(await card('Yoga Flow')).getByText('Seats left: 3')).toBeVisible();
    expect(within(await card('Spin')).getByText('Full · waiting: 1')).toBeVisible();
  });

  it('shows only the trainer and the room in the address, and takes them out of it again', async () => {
    shows(classSession(), classSession({ id: 52, service_name: 'Spin', trainer: 5, trainer_name: 'Ana' }));
    const { user, router } = await openAt('/schedule?view=agenda&trainer=4');
    await card('Yoga Flow');
    expect(screen.queryByRole('link', { name: 'Spin' })).toBeNull();
    // Its field is what the keyboard clears; the button is the pointer's alone.
    await user.click(await screen.findByLabelText('Clear Trainer'));
    await card('Spin');
    expect(router.state.location.search).toBe('?view=agenda');
    expect(asked).toHaveLength(1);
  });

  it('says that there is none, that none is meant, and that it could not be read', async () => {
    shows();
    const { user } = await openAt('/schedule?view=agenda');
    expect(await screen.findByRole('heading', { name: 'No classes in these days' })).toBeVisible();
    shows(classSession({ starts_at: '2026-12-02T17:00:00Z', trainer: 5 }));
    await user.click(screen.getByRole('button', { name: 'Look at the next week' }));
    await card('Yoga Flow');
    expect(asked.at(-1)).toBe('?from=2026-12-01&to=2026-12-07');
    server.use(http.get(address('/api/sessions/'), () => refusal(500, 'unexpected')));
    await user.click(screen.getByRole('button', { name: 'Next week' }));
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeVisible();
  });
});

describe('what others do', () => {
  it('changes the seats, and a later answer is not undone by an earlier event', async () => {
    shows(classSession(), classSession({ id: 52, service_name: 'Spin' }));
    const { says } = await openAt('/schedule?view=agenda');
    const row = within(await card('Yoga Flow'));
    const seats = (id: number, booked: number) => ({
      id,
      capacity: 12,
      booked,
      waiting: 0,
      seats_left: 12 - booked,
    });
    says(event('session.seats_changed', 41, seats(51, 10)));
    expect(await row.findByText('10 of 12 booked')).toBeVisible();
    says(event('session.seats_changed', 39, seats(51, 3)));
    says(event('session.seats_changed', 42, seats(52, 4)));
    expect(await screen.findByText('4 of 12 booked')).toBeVisible();
    expect(row.getByText('10 of 12 booked')).toBeVisible();
  });

  it('moves a class to its new day, brings a new one, and takes one away', async () => {
    shows(classSession());
    const { says } = await openAt('/schedule?view=agenda');
    await card('Yoga Flow');
    const moved = classSession({
      starts_at: '2026-11-26T08:00:00Z',
      ends_at: '2026-11-26T09:00:00Z',
      version: 2,
    });
    says(event('session.changed', 41, told(moved)));
    expect(await screen.findByRole('region', { name: /Thursday/ })).toBeVisible();
    await waitFor(() => expect(screen.queryByRole('region', { name: /Wednesday/ })).toBeNull());
    says(event('session.planned', 42, told(classSession({ id: 60, service_name: 'Spin' }))));
    await card('Spin');
    says(
      event(
        'session.planned',
        43,
        told(classSession({ id: 61, service_name: 'Later', starts_at: '2026-12-09T08:00:00Z' })),
      ),
    );
    says(event('session.removed', 44, { id: 60, version: 2 }));
    await waitFor(() => expect(screen.queryByRole('link', { name: 'Spin' })).toBeNull());
    expect(screen.queryByRole('link', { name: 'Later' })).toBeNull();
    says(event('session.cancelled', 45, told({ ...moved, state: 'cancelled', version: 3 })));
    expect(await screen.findByText('Cancelled')).toBeVisible();
  });
});

// Its classes have their places by what is measured, which nothing is here: they are looked at in a browser.
describe('the calendar', () => {
  it('asks for the week, and shows a day of it without asking again', async () => {
    shows(classSession());
    const { user, router } = await openAt('/schedule?date=2026-11-26');
    expect(await screen.findByRole('columnheader', { name: /November 22/ })).toBeVisible();
    expect(screen.getAllByRole('columnheader')).toHaveLength(7);
    await user.click(screen.getByRole('radio', { name: 'Day' }));
    await waitFor(() => expect(screen.getAllByRole('columnheader')).toHaveLength(1));
    expect(screen.getByRole('columnheader', { name: /November 26/ })).toBeVisible();
    expect(router.state.location.search).toContain('view=day');
    expect(asked).toEqual(['?from=2026-11-22&to=2026-11-28']);
  });
});
