import { screen, waitFor } from '@testing-library/react';
import { http } from 'msw';
import { expect, it } from 'vitest';
import { desk, event } from '../../testing/samples';
import { openAt } from '../../testing/screen';
import { address, answer, refusal, server, signedInAs } from '../../testing/server';

it('shows which reminders one wants by email, turned here, by a link in a mail, or not at all', async () => {
  let wanted = true;
  const bodies: unknown[] = [];
  const row = (version: number) => ({ kind: 'appointment_starts', wanted, version });
  server.use(
    signedInAs({ ...desk, customer: 12 }),
    http.get(address('/api/notifications/choices/'), () => answer([])),
    http.get(address('/api/me/mails/'), () => answer([row(bodies.length)])),
    http.patch(address('/api/me/mails/appointment_starts/'), async ({ request }) => {
      bodies.push(await request.json());
      wanted = !wanted;
      return answer(row(bodies.length));
    }),
  );
  const { user, says } = await openAt('/me');
  const choice = await screen.findByRole('switch', { name: 'Appointment coming up' });
  expect(choice).toBeChecked();
  await user.click(choice);
  await waitFor(() => expect(choice).not.toBeChecked());
  expect(bodies).toEqual([{ wanted: false }]);

  wanted = true;
  says(event('mails.chosen', 41, { customer: 12, kind: 'appointment_starts', wanted, version: 2 }));
  await waitFor(() => expect(choice).toBeChecked());

  server.use(http.patch(address('/api/me/mails/appointment_starts/'), () => refusal(404, 'not_found')));
  await user.click(choice);
  expect(await screen.findByRole('alert')).toBeVisible();
  expect(choice).toBeChecked();
});
