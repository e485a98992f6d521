import { screen, waitFor, within } from '@testing-library/react';
import { http } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { WorkingHours } from '../../api/shapes';
import { desk } from '../../testing/samples';
import { openAt } from '../../testing/screen';
import { address, answer, page, refusal, server, signedInAs } from '../../testing/server';
import { faultOf } from './hoursValues';

const jonas: WorkingHours = {
  trainer: 4,
  trainer_name: 'Jonas Weber',
  weekly: [0, 1, 2, 3, 4].map((weekday) => ({ weekday, opens: '08:00', closes: '12:30' })),
  days: [],
  version: 2,
};

let sent: { match: string | null; body: unknown }[];

function takes(method: 'post' | 'put' | 'patch', path: string, respond: (body: object) => Response) {
  server.use(
    http[method](address(path), async ({ request }) => {
      const body = (await request.json()) as object;
      sent.push({ match: request.headers.get('If-Match'), body });
      return respond(body);
    }),
  );
}

const trainer = { ...desk, id: 4, permissions: ['scheduling.view_workinghours'] };
const manager = {
  ...desk,
  permissions: ['add', 'change', 'delete'].map((may) => `scheduling.${may}_closure`),
};

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-24T09:00:00Z'), toFake: ['Date'] });
  sent = [];
  server.use(
    signedInAs(trainer),
    http.get(address('/api/working-hours/'), () => answer(page([jonas]))),
    http.get(address('/api/working-hours/4/'), () => answer(jonas)),
    http.get(address('/api/time-off/'), () => answer(page([]))),
    http.get(address('/api/closures/'), () => answer(page([]))),
  );
  return () => vi.useRealTimers();
});

describe('working hours', () => {
  it('are a trainer’s own to change, on the version they were looked at', async () => {
    takes('put', '/api/working-hours/4/', () => answer({ ...jonas, version: 3 }));
    const { user, router } = await openAt('/settings/hours');
    expect((await screen.findAllByText('Mon–Fri 08:00–12:30'))[0]).toBeInTheDocument();
    await user.click(screen.getByRole('link', { name: 'Jonas Weber' }));
    const form = within(await screen.findByRole('form', { name: 'Working hours of Jonas Weber' }));
    await user.click(form.getByRole('button', { name: 'Remove 08:00–12:30 on Monday' }));
    await user.click(form.getByRole('button', { name: 'Add hours on Saturday' }));
    await user.click(form.getByRole('button', { name: 'Save changes' }));
    expect(await form.findByText('Enter both times.')).toBeVisible();
    expect(sent).toEqual([]);
    const at = (name: string) => form.getByRole('spinbutton', { name });
    await user.type(at('Saturday, from: Hours'), '20');
    await user.type(at('Saturday, from: Minutes'), '00');
    await user.type(at('Saturday, until: Hours'), '00');
    await user.type(at('Saturday, until: Minutes'), '00');
    await user.click(form.getByRole('button', { name: 'Save changes' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/settings/hours'));
    const weekly = [...jonas.weekly.slice(1), { weekday: 5, opens: '20:00', closes: '24:00' }];
    expect(sent).toEqual([{ match: '"2"', body: { weekly, days: [] } }]);
  });

  it('of somebody else are read', async () => {
    server.use(signedInAs({ ...trainer, id: 9 }));
    await openAt('/settings/hours/4');
    expect(await screen.findByText('Only managers and Jonas Weber can change these.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Enter time off' })).toBeNull();
    expect(screen.queryByRole('form')).toBeNull();
  });

  it('that can’t be are named', () => {
    const of = (...spans: [string, string][]) => faultOf(spans.map(([opens, closes]) => ({ opens, closes })));
    expect(of()).toBeNull();
    expect(of(['14:00', '20:00'], ['08:00', '14:00'])).toBeNull();
    expect(of(['20:00', '00:00'])).toBeNull();
    expect(of(['08:00', ''])).toBe('hours.incomplete');
    expect(of(['12:00', '08:00'])).toBe('fieldError.ends_before_start');
    expect(of(['08:00', '12:00'], ['11:55', '14:00'])).toBe('fieldError.overlap');
  });
});

it('time off names what is held in it, with the way there', async () => {
  takes('post', '/api/time-off/', () =>
    answer({
      time_off: { id: 1, trainer: 4, trainer_name: 'Jonas Weber', note: '', version: 1 },
      sessions: [
        {
          id: 51,
          service_name: 'Yoga Flow',
          starts_at: '2026-11-25T17:00:00Z',
          ends_at: '2026-11-25T18:00:00Z',
        },
      ],
      appointments: [],
    }),
  );
  const { user } = await openAt('/settings/hours/4');
  await user.click(await screen.findByRole('button', { name: 'Enter time off' }));
  await user.click(await screen.findByRole('button', { name: 'Enter it' }));
  const link = await screen.findByRole('link', { name: /Yoga Flow, Wed, Nov 25, 06:00 PM/ });
  expect(link).toHaveAttribute('href', '/schedule/51');
  // A whole day at the centre.
  expect(sent.map(({ body }) => body)).toEqual([
    { trainer: 4, starts_at: '2026-11-24T23:00:00Z', ends_at: '2026-11-25T23:00:00Z', note: '' },
  ]);
});

it('time off is changed on the version that was looked at, its whole days being days', async () => {
  const off = {
    id: 1,
    trainer: 4,
    trainer_name: 'Jonas Weber',
    starts_at: '2026-11-29T23:00:00Z',
    ends_at: '2026-12-01T23:00:00Z',
    note: 'Training',
    version: 3,
  };
  server.use(http.get(address('/api/time-off/'), () => answer(page([off]))));
  takes('patch', '/api/time-off/1/', () =>
    answer({ time_off: { ...off, version: 4 }, sessions: [], appointments: [] }),
  );
  const { user } = await openAt('/settings/hours/4');
  await user.click(await screen.findByRole('button', { name: /^Change Nov 30/ }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Change time off' }));
  expect(dialog.getByRole('switch', { name: 'Whole days' })).toBeChecked();
  const note = dialog.getByRole('textbox', { name: 'Note' });
  await user.clear(note);
  await user.type(note, 'Holiday');
  await user.click(dialog.getByRole('button', { name: 'Save changes' }));
  expect(await screen.findByText('The time off is changed.')).toBeVisible();
  const { starts_at, ends_at } = off;
  expect(sent).toEqual([{ match: '"3"', body: { starts_at, ends_at, note: 'Holiday' } }]);
});

describe('a closure', () => {
  it('names the classes that it cancels before it is entered, and is refused at its field', async () => {
    server.use(signedInAs(manager));
    const outcome = {
      closure: { id: 3, name: 'Repairs', starts_on: '2026-11-25', ends_on: '2026-11-25', version: 1 },
      cancelled: [
        { id: 51, service_name: 'Yoga Flow', starts_at: '2026-11-25T17:00:00Z', booked: 9, waiting: 0 },
      ],
      removed: 4,
      appointments: [
        {
          id: 81,
          customer_name: 'Mia Winter',
          service_name: 'Personal Training',
          starts_at: '2026-11-25T09:00:00Z',
        },
      ],
    };
    takes('post', '/api/closures/', (body) =>
      'preview' in body
        ? answer(outcome)
        : refusal(409, 'conflict', { name: [{ code: 'unique', message: 'Entered already.' }] }),
    );
    const { user } = await openAt('/settings/closures');
    await user.click(await screen.findByRole('button', { name: 'Add a closure' }));
    await user.type(await screen.findByRole('textbox', { name: 'Name' }), 'Repairs');
    await user.click(screen.getByRole('button', { name: 'See what it cancels' }));
    const told = (await screen.findByText(/those in them are told/)).parentElement as HTMLElement;
    expect(within(told).getByText('Yoga Flow, Wed, Nov 25, 06:00 PM – booked: 9')).toBeVisible();
    expect(screen.getByText('Classes with nobody in them that are taken off: 4')).toBeVisible();
    expect(screen.getByText('Mia Winter – Personal Training, Wed, Nov 25, 10:00 AM')).toBeVisible();
    expect(sent.map(({ body }) => (body as { preview?: boolean }).preview)).toEqual([true]);
    await user.click(screen.getByRole('button', { name: 'Close the centre' }));
    expect(await screen.findByText('This is already in use.')).toBeVisible();
    expect(screen.getByRole('textbox', { name: 'Name' })).toHaveValue('Repairs');
  });
});
