import { expect, post, test } from './people';

const ONE_SECOND = { timeout: 1000 };

test('what one saves, the other sees within a second, without a reload', async ({ as }) => {
  const [desk, manager] = await Promise.all([as('desk'), as('manager')]);
  const name = `Live${Date.now()}`;
  await manager.goto(`/members?search=${name}`);
  await expect(manager.getByRole('heading', { name: 'Nothing found' })).toBeVisible();

  await desk.goto('/members/new');
  const form = desk.getByRole('dialog');
  await form.getByLabel('First name').fill(name);
  await form.getByLabel('Last name').fill('Sommer');
  await form.getByLabel('Email').fill(`${name}@example.com`);
  await form.getByRole('button', { name: 'Add member' }).click();
  await expect(desk.getByText(`${name} Sommer is now a member.`)).toBeVisible();
  const row = manager.getByRole('row', { name: new RegExp(name) });
  await expect(row).toBeVisible(ONE_SECOND);
  await expect(row).toHaveAttribute('data-fresh');

  // The new member's page.
  await expect(desk.getByRole('heading', { name: `${name} Sommer` })).toBeVisible();
  await desk.getByRole('link', { name: 'Profile' }).click();
  await desk.getByLabel('Last name').fill('Herbst');
  await desk.getByRole('button', { name: 'Save changes' }).click();
  await expect(desk.getByText(`${name} Herbst is saved.`)).toBeVisible();
  await expect(manager.getByRole('link', { name: `${name} Herbst` })).toBeVisible(ONE_SECOND);

  await desk.goto(`/members?search=${name}`);
  await expect(desk.getByRole('link', { name: `${name} Herbst` })).toBeVisible();
  await manager.getByRole('link', { name: `${name} Herbst` }).click();
  await manager.getByRole('link', { name: 'Profile' }).click();
  await manager.getByRole('button', { name: 'Delete member' }).click();
  await manager.getByRole('button', { name: 'Delete for good' }).click();
  await expect(desk.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
});

test('a booking reaches the member at once, and so does its cancellation', async ({ as }) => {
  const [desk, member] = await Promise.all([as('desk'), as('member')]);
  await member.goto('/appointments');
  await expect(member.getByRole('table')).toHaveAttribute('aria-busy', 'false');

  // Two actions from the member to the booking.
  await desk.goto('/members?search=member@gym.example');
  await desk.getByRole('link', { name: /^Mia/ }).click();
  await desk.getByRole('link', { name: 'Book appointment' }).click();
  const form = desk.getByRole('dialog', { name: 'Book appointment' });
  await expect(form.getByRole('combobox', { name: 'Member' })).toHaveValue(/^Mia/);
  await form.getByRole('combobox', { name: 'Service' }).fill('Nutrition');
  await desk.getByRole('option').first().click();
  await form.getByRole('button', { name: 'Date' }).click();
  await desk.getByRole('button', { name: 'Next month' }).click();
  await desk.getByRole('button', { name: /^15 / }).first().click();
  await form.getByLabel('Hours').fill('05');
  await form.getByLabel('Minutes').fill('20');
  await form.getByRole('button', { name: 'Book appointment' }).click();
  await expect(desk.getByText(/^Booked for Mia/)).toBeVisible();

  const row = member.getByRole('row', { name: /^05:20/ });
  await expect(row).toBeVisible(ONE_SECOND);
  await row.getByRole('link').click();
  const shown = member.getByRole('dialog');
  await expect(shown.getByText('Booked')).toBeVisible();

  const id = new URL(member.url()).pathname.split('/').pop() ?? '';
  await desk.goto(`/appointments/${id}`);
  await desk.getByRole('button', { name: 'Cancel appointment' }).click();
  await desk
    .getByRole('dialog', { name: 'Cancel this appointment?' })
    .getByRole('button', { name: 'Cancel appointment' })
    .click();
  await expect(desk.getByText('Appointment cancelled.')).toBeVisible();
  await expect(shown.getByText('Cancelled')).toBeVisible(ONE_SECOND);
});

test('a reminder is seen on its whole way', async ({ as }) => {
  test.setTimeout(90_000);
  const [desk, trainer] = await Promise.all([as('desk'), as('trainer')]);
  const name = `Reminded${Date.now()}`;
  const member = (await (
    await post(desk, '/api/customers/', {
      first_name: name,
      last_name: 'Winter',
      email: `${name}@example.com`,
    })
  ).json()) as { id: number };
  const services = (await (await desk.request.get('/api/services/?kind=one_to_one')).json()) as {
    results: { id: number; room: number | null }[];
  };
  // What needs no room meets nothing that the demo centre has at this time of the day.
  const service = services.results.find(({ room }) => room === null);
  await trainer.goto(`/members/${member.id}/reminders`);
  await expect(trainer.getByRole('main')).toContainText('Nothing planned.');
  // Reminded 24 hours before, which is in a few seconds.
  const starts = new Date(Date.now() + 24 * 3600_000 + 4000).toISOString();
  await post(desk, '/api/appointments/', {
    customer: member.id,
    service: service?.id,
    trainer: null,
    starts_at: starts,
    notes: '',
    anyway: 'A first training',
  });
  // Below that of two hours before.
  const row = trainer.getByRole('row', { name: /Appointment coming up/ }).last();
  await expect(trainer.getByRole('row', { name: /Appointment coming up/ })).toHaveCount(2, { timeout: 3000 });
  await expect(row).toContainText('Planned', { timeout: 3000 });
  await expect(row).toContainText('Sent', { timeout: 60_000 });
});
