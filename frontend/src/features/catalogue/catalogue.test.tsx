import { screen, waitFor, within } from '@testing-library/react';
import { http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Service } from '../../api/shapes';
import { desk, event } from '../../testing/samples';
import { openAt } from '../../testing/screen';
import { address, answer, page, refusal, server, signedInAs } from '../../testing/server';

const yoga: Service = {
  id: 3,
  name: 'Yoga Flow',
  kind: 'class',
  minutes: 60,
  capacity: 12,
  trainer: 4,
  room: 2,
  colour: '#2f9e8f',
  plans: [5],
  booking_opens_hours: 336,
  booking_closes_minutes: 0,
  cancellation_hours: 12,
  late_cancellation: 'kept',
  no_show: 'kept',
  open_roster: 'left_open',
  open_roster_minutes: 60,
  waitlist: 'automatic',
  offer_minutes: 60,
  needs_membership: true,
  active: true,
  version: 4,
};

let held: Service[];
let asked: string[];
let sent: { method: string; match: string | null; body: unknown }[];

/** Answers a write by `status`, and remembers it. */
function takes(method: 'post' | 'patch', path: string, respond: (body: object) => Response) {
  server.use(
    http[method](address(path), async ({ request }) => {
      const body = (await request.json()) as object;
      sent.push({ method, match: request.headers.get('If-Match'), body });
      return respond(body);
    }),
  );
}

beforeEach(() => {
  held = [yoga];
  asked = [];
  sent = [];
  server.use(
    signedInAs({
      ...desk,
      permissions: [
        ...desk.permissions,
        ...['add', 'change', 'delete'].flatMap((may) => [
          `scheduling.${may}_service`,
          `scheduling.${may}_room`,
        ]),
      ],
    }),
    http.get(address('/api/services/'), ({ request }) => {
      asked.push(new URL(request.url).search);
      return answer(page(held));
    }),
    http.get(address('/api/services/3/'), () => answer(held[0] ?? yoga)),
    http.get(address('/api/staff/'), () =>
      answer(page([{ id: 4, display_name: 'Jonas Weber', roles: [], picture: null }])),
    ),
    http.get(address('/api/rooms/'), () =>
      answer(page([{ id: 2, name: 'Studio 1', capacity: 20, version: 1 }])),
    ),
    http.get(address('/api/plans/'), () => answer(page([{ id: 5, name: 'Gold' }]))),
  );
});

describe('the services', () => {
  it('are listed with how they are given, and read again when somebody changes one', async () => {
    const { says } = await openAt('/settings/services');
    const row = (await screen.findByRole('link', { name: 'Yoga Flow' })).closest('tr') as HTMLElement;
    await waitFor(() => expect(within(row).getByText('Studio 1')).toBeVisible());
    expect(within(row).getByText('Gold')).toBeVisible();
    expect(asked).toEqual(['?page=1&active=true']);
    held = [{ ...yoga, name: 'Yoga Slow', version: 5 }];
    says(event('service.changed', 41, { ...yoga, name: 'Yoga Slow', version: 5 }));
    expect(await screen.findByRole('link', { name: 'Yoga Slow' })).toBeVisible();
  });

  it('say that none is found, and that there are none', async () => {
    held = [];
    const { user } = await openAt('/settings/services?search=zumba');
    await user.click(await screen.findByRole('button', { name: 'Clear search' }));
    expect(await screen.findByRole('heading', { name: 'No services yet' })).toBeVisible();
  });

  it('are no business of whom the server refuses', async () => {
    server.use(http.get(address('/api/services/'), () => refusal(403, 'permission_denied')));
    await openAt('/settings/services');
    expect(await screen.findByRole('alert')).toHaveTextContent('Not for your role');
  });
});

describe('a service', () => {
  it('is sent as what was changed, on the version it was made on, and refused at its field', async () => {
    takes('patch', '/api/services/3/', (body) =>
      'capacity' in body && body.capacity === 25
        ? refusal(400, 'validation_error', {
            capacity: [{ code: 'room_too_small', message: 'Studio 1 holds 20.' }],
          })
        : answer({ ...yoga, ...body, version: 5 }),
    );
    const { user, router } = await openAt('/settings/services/3');
    const form = within(await screen.findByRole('form', { name: 'Service' }));
    expect(form.getByText('That is 14 days.')).toBeVisible();
    const seats = form.getByRole('textbox', { name: 'Seats' });
    await user.clear(seats);
    await user.type(seats, '25');
    await user.click(form.getByRole('combobox', { name: 'A seat that comes free' }));
    await user.click(await screen.findByRole('option', { name: 'Is offered to the next' }));
    expect(form.queryByRole('textbox', { name: 'Minutes after the end' })).toBeNull();
    await user.click(form.getByRole('combobox', { name: 'When nobody said who came' }));
    await user.click(await screen.findByRole('option', { name: 'Counts as a no-show' }));
    const minutes = form.getByRole('textbox', { name: 'Minutes after the end' });
    await user.clear(minutes);
    await user.type(minutes, '90');
    await user.click(form.getByRole('button', { name: 'Save changes' }));
    expect(await form.findByText('The room doesn’t hold so many.')).toBeVisible();
    expect(seats).toHaveFocus();
    await user.clear(seats);
    await user.type(seats, '15');
    await user.click(form.getByRole('button', { name: 'Save changes' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/settings/services'));
    const closing = { open_roster: 'no_show', open_roster_minutes: 90 };
    expect(sent).toEqual([
      { method: 'patch', match: '"4"', body: { capacity: 25, waitlist: 'offer', ...closing } },
      { method: 'patch', match: '"4"', body: { capacity: 15, waitlist: 'offer', ...closing } },
    ]);
  });

  it('that is one-to-one has one seat and no waitlist', async () => {
    takes('post', '/api/services/', (body) => answer({ ...yoga, ...body, id: 9 }));
    const { user } = await openAt('/settings/services/new');
    const form = within(await screen.findByRole('form', { name: 'Service' }));
    await user.type(form.getByRole('textbox', { name: 'Name' }), 'Massage');
    await user.click(form.getByRole('radio', { name: 'One-to-one' }));
    expect(form.queryByRole('textbox', { name: 'Seats' })).toBeNull();
    expect(form.queryByRole('combobox', { name: 'A seat that comes free' })).toBeNull();
    await user.click(form.getByRole('button', { name: 'Add service' }));
    await screen.findByText('Massage is saved.');
    expect(sent[0]?.body).toMatchObject({ name: 'Massage', kind: 'one_to_one', capacity: 1 });
  });

  it('is taken off, once that is confirmed', async () => {
    takes('patch', '/api/services/3/', (body) => answer({ ...yoga, ...body, version: 5 }));
    const { user } = await openAt('/settings/services/3');
    await user.click(await screen.findByRole('button', { name: 'No longer offer it' }));
    expect(sent).toEqual([]);
    const dialog = within(await screen.findByRole('dialog', { name: 'No longer offer Yoga Flow?' }));
    await user.click(dialog.getByRole('button', { name: 'No longer offer it' }));
    await screen.findByText('Yoga Flow is no longer offered.');
    expect(sent).toEqual([{ method: 'patch', match: null, body: { active: false } }]);
  });
});

it('a room that is used is kept, and says why', async () => {
  server.use(http.delete(address('/api/rooms/2/'), () => refusal(409, 'in_use')));
  const { user } = await openAt('/settings/rooms');
  await user.click(await screen.findByRole('button', { name: 'Studio 1' }));
  await user.click(await screen.findByRole('button', { name: 'Delete room' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Delete Studio 1?' }));
  await user.click(dialog.getByRole('button', { name: 'Delete room' }));
  expect(await dialog.findByRole('alert')).toHaveTextContent('Classes were or will be in it');
});
