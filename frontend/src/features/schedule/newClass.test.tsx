import { screen, waitFor, within } from '@testing-library/react';
import { http } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { classSession, desk } from '../../testing/samples';
import { openAt } from '../../testing/screen';
import { address, answer, page, server, signedInAs } from '../../testing/server';

const yoga = {
  id: 3,
  name: 'Yoga Flow',
  kind: 'class',
  minutes: 60,
  capacity: 12,
  trainer: 4,
  room: 2,
  active: true,
};

let sent: { path: string; body: unknown }[];

function onPost(path: string, body: object) {
  server.use(
    http.post(address(path), async ({ request }) => {
      sent.push({ path, body: await request.json() });
      return answer(body, 41);
    }),
  );
}

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-24T09:00:00Z'), toFake: ['Date'] });
  sent = [];
  server.use(
    signedInAs({
      ...desk,
      permissions: [...desk.permissions, 'scheduling.add_session', 'scheduling.add_timetable'],
    }),
    http.get(address('/api/sessions/'), () => answer({ results: [], more: false })),
    http.get(address('/api/services/'), () => answer(page([yoga]))),
    http.get(address('/api/staff/'), () =>
      answer(page([{ id: 4, display_name: 'Jonas Weber', roles: [], picture: null }])),
    ),
    http.get(address('/api/rooms/'), () =>
      answer(page([{ id: 2, name: 'Studio 1', capacity: 20, version: 1 }])),
    ),
  );
  return () => vi.useRealTimers();
});

async function open() {
  const { user, router } = await openAt('/schedule/new');
  const form = within(await screen.findByRole('form', { name: 'New class' }));
  await user.click(form.getByRole('combobox', { name: 'Service' }));
  await user.click(await screen.findByRole('option', { name: 'Yoga Flow' }));
  await user.type(form.getByRole('spinbutton', { name: 'Hours' }), '18');
  await user.type(form.getByRole('spinbutton', { name: 'Minutes' }), '00');
  return { user, form, router, add: () => user.click(form.getByRole('button', { name: 'Add class' })) };
}

const facts = { service: 3, trainer: 4, room: 2, minutes: 60, capacity: 12 };

describe('a new class', () => {
  it('begins with what its service says, at the centre’s hour', async () => {
    onPost('/api/sessions/', classSession());
    const { add, router } = await open();
    await add();
    await waitFor(() => expect(router.state.location.pathname).toBe('/schedule'));
    expect(sent).toEqual([{ path: '/api/sessions/', body: { ...facts, starts_at: '2026-11-25T17:00:00Z' } }]);
  });

  it('comes again on the days chosen, and those that can’t be are named', async () => {
    onPost('/api/timetables/', {
      timetable: {},
      ended: null,
      made: 11,
      moved: 0,
      removed: 0,
      cancelled: [],
      conflicts: [
        {
          occurrence: '2026-12-02',
          starts_at: '2026-12-02T17:00:00Z',
          field: 'room',
          message: 'Studio 1 has Spin.',
        },
      ],
    });
    const { user, form, add } = await open();
    await user.click(form.getByRole('radio', { name: 'Every week' }));
    await user.click(form.getByRole('checkbox', { name: 'Mon' }));
    await add();
    expect(await screen.findByText(/Wednesday, December 2: Studio 1 has Spin\./)).toBeVisible();
    expect(sent).toEqual([
      {
        path: '/api/timetables/',
        body: {
          ...facts,
          starts_on: '2026-11-25',
          ends_on: null,
          at: '18:00',
          rule: 'FREQ=WEEKLY;BYDAY=MO,WE',
        },
      },
    ]);
  });
});
