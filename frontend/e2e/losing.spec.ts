import type { Page } from '@playwright/test';
import { expect, hired, newMember, test } from './people';

const FIVE_SECONDS = { timeout: 5000 };

/** Everything that the page's socket is sent. */
function listenTo(page: Page): string[] {
  const heard: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(String(payload))));
  return heard;
}

test('who loses a role or all access loses the screen and the socket at once', async ({ as }) => {
  const [owner, demoted, shutOut] = await Promise.all([as('owner'), as('nobody'), as('nobody')]);
  const [demotedHears, shutOutHears] = [listenTo(demoted), listenTo(shutOut)];
  const [one, other] = await Promise.all([
    hired(demoted, owner, 'front_desk'),
    hired(shutOut, owner, 'front_desk'),
  ]);
  for (const page of [demoted, shutOut]) {
    await page.goto('/check-in');
    await expect(page.getByRole('heading', { name: 'Arrivals today' })).toBeVisible();
  }
  const before = await newMember(owner);
  for (const heard of [demotedHears, shutOutHears]) {
    await expect.poll(() => heard.join('')).toContain(before.last_name);
  }

  await owner.goto('/settings/staff');
  await owner.getByRole('button', { name: one.name }).click();
  const drawer = owner.getByRole('dialog', { name: one.name });
  await drawer.getByRole('checkbox', { name: 'Front desk' }).uncheck();
  await drawer.getByRole('button', { name: 'Save changes' }).click();
  await expect(owner.getByText(`${one.name}’s roles are saved.`)).toBeVisible();
  await expect(demoted.getByRole('alert')).toContainText('Not for your role', FIVE_SECONDS);
  await expect(demoted.getByRole('heading', { name: 'Arrivals today' })).toHaveCount(0);
  await expect(demoted.getByRole('navigation').getByRole('link', { name: 'Check-in' })).toHaveCount(0);
  expect((await demoted.request.get(`/api/customers/${before.id}/`)).status()).toBe(404);
  // What colleagues are told from now on isn't sent there any more.
  const after = await newMember(owner);
  await expect.poll(() => shutOutHears.join('')).toContain(after.last_name);
  expect(demotedHears.join('')).not.toContain(after.last_name);

  // Who has left is found among those who have, and works here again as soon as they are given a role.
  await owner.getByText('Former', { exact: true }).click();
  await owner.getByRole('button', { name: one.name }).click();
  await drawer.getByRole('checkbox', { name: 'Front desk' }).check();
  await drawer.getByRole('button', { name: 'Save changes' }).click();
  await expect(owner.getByRole('button', { name: one.name })).toHaveCount(0);
  await expect(demoted.getByRole('heading', { name: 'Arrivals today' })).toBeVisible(FIVE_SECONDS);
  await owner.getByText('Working here', { exact: true }).click();

  await owner.getByRole('button', { name: other.name }).click();
  await owner
    .getByRole('dialog', { name: other.name })
    .getByRole('button', { name: 'Take access away' })
    .click();
  await owner
    .getByRole('dialog', { name: /^Take .* access away\?$/ })
    .getByRole('button', { name: 'Take access away' })
    .click();
  await expect(owner.getByText(`${other.name} can’t sign in any more.`)).toBeVisible();
  await expect(shutOut.getByRole('heading', { name: 'Sign in' })).toBeVisible(FIVE_SECONDS);
  expect((await shutOut.request.get('/api/me/')).status()).toBe(401);
});
