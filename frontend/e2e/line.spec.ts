import type { Page } from '@playwright/test';
import { expect, post, test } from './people';

const ONE_SECOND = { timeout: 1000 };

interface EventFrame {
  type: string;
  seq: number;
  event: { type: string; data: Record<string, unknown> };
}

/** The sockets of some pages as the browser has them, and the events that came through them. From the next load on. */
class Sockets {
  readonly open = new Map<Page, number>();
  readonly said: string[] = [];
  readonly events: EventFrame[] = [];

  watch(page: Page): void {
    this.open.set(page, 0);
    const count = (by: number) => this.open.set(page, (this.open.get(page) ?? 0) + by);
    page.on('websocket', (socket) => {
      count(1);
      socket.on('close', () => count(-1));
      socket.on('framereceived', ({ payload }) => {
        const frame = JSON.parse(payload.toString()) as EventFrame;
        this.said.push(frame.type);
        if (frame.type === 'event') this.events.push(frame);
      });
    });
  }

  of(page: Page): number {
    return this.open.get(page) ?? 0;
  }

  /** What came of these members, by name, in the order of coming. */
  named(prefix: string): string[] {
    return this.events
      .map(({ event: { type, data } }) => (type === 'customer.created' ? String(data.first_name) : ''))
      .filter((name) => name.startsWith(prefix));
  }
}

function addMember(page: Page, first_name: string) {
  const email = `${first_name}@example.com`.toLowerCase();
  return post(page, '/api/customers/', { first_name, last_name: 'Sommer', email });
}

/** A one-to-one by the desk, weeks ahead, of an hour at most: who it is with hears of it. */
async function book(desk: Page, member: string, trainer: number | null, hour: number): Promise<number> {
  const find = async (path: string) =>
    ((await (await desk.request.get(path)).json()) as { results: { id: number }[] }).results[0]?.id;
  const day = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
  const answer = await post(desk, '/api/appointments/', {
    customer: await find(`/api/customers/?search=${member}`),
    service: await find('/api/services/?kind=one_to_one'),
    trainer,
    starts_at: `${day}T${String(hour).padStart(2, '0')}:${String(Math.floor(Math.random() * 60)).padStart(2, '0')}:00Z`,
    notes: '',
    anyway: 'Agreed with the trainer.',
  });
  return ((await answer.json()) as { id: number }).id;
}

async function idOf(page: Page): Promise<number> {
  return ((await (await page.request.get('/api/me/')).json()) as { id: number }).id;
}

const toldOf = (page: Page, appointment: number) =>
  page
    .getByRole('list', { name: 'Notifications' })
    .getByRole('listitem')
    .filter({ has: page.locator(`a[href="/appointments/${appointment}"]`) });

/** What the bell says, and what the server says. */
async function unread(...pages: Page[]): Promise<number[]> {
  const [first] = pages;
  const said = await Promise.all(
    pages.map(async (page) => {
      const bell = await page.getByRole('button', { name: /^Notifications/ }).textContent();
      return Number(/, (\d+) unread/.exec(bell ?? '')?.[1] ?? 0);
    }),
  );
  const answer = await first?.request.get('/api/inbox/');
  const { unread: held } = (await answer?.json()) as { unread: number };
  return [held, ...said];
}

test('tabs share one socket, and go on with nothing missed when the one that has it closes', async ({
  as,
}) => {
  const [first, manager] = await Promise.all([as('desk'), as('manager')]);
  const second = await first.context().newPage();
  const sockets = new Sockets();
  const name = `Tab${Date.now()}`;
  for (const tab of [first, second]) {
    sockets.watch(tab);
    await tab.goto(`/members?search=${name}`);
    await expect(tab.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  }
  await addMember(manager, `${name}a`);
  for (const tab of [first, second]) {
    await expect(tab.getByRole('link', { name: `${name}a Sommer` })).toBeVisible(ONE_SECOND);
  }
  expect(sockets.of(first) + sockets.of(second)).toBe(1);
  expect(sockets.named(name)).toEqual([`${name}a`]);

  const [holder, other] = sockets.of(first) === 1 ? [first, second] : [second, first];
  // What happens while nobody holds it.
  await Promise.all([holder.close(), addMember(manager, `${name}b`)]);
  await addMember(manager, `${name}c`);
  for (const letter of ['b', 'c']) {
    await expect(other.getByRole('link', { name: `${name}${letter} Sommer` })).toBeVisible();
  }
  expect(sockets.of(other)).toBe(1);
  await expect
    .poll(() => [...new Set(sockets.named(name))])
    .toEqual(['a', 'b', 'c'].map((one) => `${name}${one}`));
  expect(sockets.said).not.toContain('reset');
});

test('what is read on one device is read on the other at once', async ({ as }) => {
  const [desk, phone, laptop] = await Promise.all([as('desk'), as('member'), as('member')]);
  await Promise.all([phone, laptop].map((device) => device.goto('/notifications')));
  for (const device of [phone, laptop])
    await expect(device.getByRole('list', { name: 'Notifications' })).toBeVisible();
  const appointment = await book(desk, 'member@gym.example', null, 2);
  for (const device of [phone, laptop]) {
    await expect(toldOf(device, appointment)).toHaveAttribute('data-unread', 'true', ONE_SECOND);
  }
  const same = async () => new Set(await unread(phone, laptop)).size;
  await expect.poll(same).toBe(1);
  const [before = 0] = await unread(phone, laptop);
  await toldOf(phone, appointment).getByRole('link').click();
  await expect(toldOf(laptop, appointment)).not.toHaveAttribute('data-unread', ONE_SECOND);
  await expect.poll(same).toBe(1);
  expect(before).toBeGreaterThan(0);
});

test('what may wait for the connection arrives once, what may not is refused in words', async ({ as }) => {
  const [desk, phone, laptop] = await Promise.all([as('desk'), as('trainer'), as('trainer')]);
  const sockets = new Sockets();
  sockets.watch(laptop);
  await Promise.all([phone, laptop].map((device) => device.goto('/notifications')));
  for (const device of [phone, laptop])
    await expect(device.getByRole('list', { name: 'Notifications' })).toBeVisible();
  const appointment = await book(desk, 'member@gym.example', await idOf(phone), 4);
  await expect(toldOf(phone, appointment)).toHaveAttribute('data-unread', 'true');

  const arrived: string[] = [];
  phone.on('requestfinished', (request) => {
    if (request.method() === 'POST') arrived.push(new URL(request.url()).pathname);
  });
  await phone.context().setOffline(true);
  await phone.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(phone.getByText('Not sent yet: 1.')).toBeVisible();
  await expect(toldOf(laptop, appointment)).toHaveAttribute('data-unread', 'true');
  await phone.context().setOffline(false);
  await expect(toldOf(laptop, appointment)).not.toHaveAttribute('data-unread');
  await expect(phone.getByText('Not sent yet')).toBeHidden();
  await expect.poll(async () => new Set(await unread(phone, laptop)).size).toBe(1);
  expect(arrived).toEqual(['/api/inbox/read/']);
  const told = sockets.events.filter(
    ({ event }) => event.type === 'notification.read' && (event.data.unread as number) === 0,
  );
  expect(told).toHaveLength(1);

  // A comment stands there at once, and is said once.
  const comments = (page: Page) => page.getByRole('article', { name: /comment$|comment, not said yet$/ });
  const text = `Strong ${Date.now()}`;
  for (const device of [phone, laptop]) {
    await device.goto('/feed');
    await device
      .getByRole('button', { name: /\d+ comments?$/ })
      .first()
      .click();
    await expect(device.getByRole('textbox', { name: 'Write a comment' })).toBeVisible();
  }
  await phone.context().setOffline(true);
  await phone.getByRole('textbox', { name: 'Write a comment' }).fill(text);
  await phone.getByRole('button', { name: 'Comment', exact: true }).click();
  await expect(comments(phone).filter({ hasText: text })).toContainText('Waits for the connection');
  const stored = await phone.evaluate(() =>
    [localStorage, sessionStorage].map((one) => JSON.stringify(one)).join(),
  );
  expect(stored).not.toContain(text);
  await phone.context().setOffline(false);
  await expect(comments(laptop).filter({ hasText: text })).toBeVisible();
  await expect(phone.getByText('Waits for the connection')).toBeHidden();
  for (const device of [phone, laptop])
    await expect(comments(device).filter({ hasText: text })).toHaveCount(1);
  expect(arrived).toEqual(['/api/inbox/read/', '/api/comments/']);

  const name = `Offline${Date.now()}`;
  const { id } = (await (await addMember(desk, name)).json()) as { id: number };
  await desk.goto(`/members/${id}`);
  await desk.getByRole('link', { name: 'Profile' }).click();
  await desk.getByLabel('Last name').fill('Herbst');
  await desk.context().setOffline(true);
  await desk.getByRole('button', { name: 'Save changes' }).click();
  await expect(desk.getByText('Not saved: you’re offline. What you typed is still here.')).toBeVisible();
  await desk.context().setOffline(false);
  await expect(desk.getByText('You’re offline.', { exact: true })).toBeHidden();
  await expect(desk.getByText('Not sent yet')).toBeHidden();
  const held = (await (await desk.request.get(`/api/customers/${id}/`)).json()) as { last_name: string };
  expect(held.last_name).toBe('Sommer');
  await expect(desk.getByLabel('Last name')).toHaveValue('Herbst');
  await desk.getByRole('button', { name: 'Save changes' }).click();
  await expect(desk.getByText(`${name} Herbst is saved.`)).toBeVisible();
});
