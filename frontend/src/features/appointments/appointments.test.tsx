import { screen, waitFor, within } from '@testing-library/react';
import { http } from 'msw';
import { expect, it } from 'vitest';
import type { Appointment } from '../../api/shapes';
import { appointment, customer, desk, event } from '../../testing/samples';
import type { EventOf } from '../../realtime/event';
import { openAt } from '../../testing/screen';
import { address, answer, page, refusal, server, signedInAs } from '../../testing/server';

const cancelled: EventOf<'membership.cancelled'>['data'] = {
  id: 7,
  customer: 12,
  customer_name: 'Mia Winter',
  plan: 5,
  plan_name: 'Gold',
  colour: '#aa3377',
  starts_on: '2026-01-01',
  ends_on: '2026-11-24',
  visits: null,
  visits_left: null,
  used_up_on: null,
  price: '49.00',
  paid: '49.00',
  currency: 'EUR',
  renews: null,
  freezes: [],
  cancelled_at: '2026-11-24T09:00:00Z',
  cancel_reason: 'Moves away',
  state: 'current',
  version: 2,
};

it('what is booked without a membership for it is told above a member, listed, and cancelled when that is confirmed', async () => {
  let uncovered: Appointment[] = [];
  const sent: unknown[] = [];
  server.use(
    signedInAs(desk),
    http.get(address('/api/customers/12/'), () => answer(customer())),
    http.get(address('/api/tags/'), () => answer(page([]))),
    http.get(address('/api/reminders/'), () => answer(page([]))),
    http.get(address('/api/appointments/'), ({ request }) => {
      const asked = new URL(request.url).searchParams;
      return answer(page(asked.get('without_access') === 'true' ? uncovered : [appointment()]), 40);
    }),
    http.post(address('/api/appointments/cancel-many/'), async ({ request }) => {
      sent.push(await request.json());
      const cancelled = uncovered.map((one) => ({ ...one, state: 'cancelled', version: 2 }));
      uncovered = [];
      return answer(cancelled, 42);
    }),
  );
  const { user, says } = await openAt('/members/12/appointments');
  await screen.findByRole('table', { name: 'Appointments' });
  expect(screen.queryByText(/without a membership/)).toBeNull();
  uncovered = [appointment({ id: 82 }), appointment({ id: 83, starts_at: '2026-12-01T09:00:00Z' })];
  says(event('membership.cancelled', 41, cancelled));
  expect(await screen.findByText(/Booked 2 times for days without a membership/)).toBeVisible();
  await user.click(screen.getByRole('link', { name: 'Show' }));
  await user.click(await screen.findByRole('button', { name: 'Cancel these 2' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Cancel these 2 appointments?' }));
  expect(sent).toEqual([]);
  await user.click(dialog.getByRole('button', { name: 'Cancel these 2' }));
  expect(await screen.findByText('Everything that is booked is covered by a membership.')).toBeVisible();
  expect(sent).toEqual([{ appointments: [82, 83], excused: true }]);
  await waitFor(() => expect(screen.queryByText(/without a membership/)).toBeNull());
});

it('a time outside the trainer’s hours is asked about, and booked with the reason', async () => {
  const sent: unknown[] = [];
  server.use(
    signedInAs(desk),
    http.get(address('/api/appointments/'), () => answer(page([appointment()]))),
    http.get(address('/api/appointments/81/'), () => answer(appointment())),
    http.get(address('/api/customers/12/'), () => answer(customer())),
    http.get(address('/api/services/'), () => answer(page([]))),
    http.get(address('/api/staff/'), () =>
      answer(page([{ id: 5, display_name: 'Mei Lin', roles: [], picture: null }])),
    ),
    http.patch(address('/api/appointments/81/'), async ({ request }) => {
      const body = (await request.json()) as object;
      sent.push(body);
      return 'anyway' in body
        ? answer(appointment({ trainer: 5, version: 2 }))
        : refusal(409, 'outside_hours', { starts_at: [{ code: 'outside_hours', message: '…' }] });
    }),
  );
  const { user } = await openAt('/appointments/81');
  const form = within(await screen.findByRole('form', { name: 'Appointment' }));
  await user.click(form.getByRole('combobox', { name: 'Trainer' }));
  await user.click(await screen.findByRole('option', { name: 'Mei Lin' }));
  await user.click(form.getByRole('button', { name: 'Save changes' }));
  expect(await form.findByRole('alert')).toHaveTextContent('Outside the trainer’s hours.');
  const anyway = form.getByRole('button', { name: 'Save anyway' });
  expect(anyway).toBeDisabled();
  await user.type(form.getByRole('textbox', { name: 'Why all the same?' }), 'She comes in for it');
  await user.click(anyway);
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent.at(-1)).toMatchObject({ trainer: 5, anyway: 'She comes in for it' });
});
