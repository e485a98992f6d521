import type { Page, WebSocketRoute } from '@playwright/test';
import { expect, newMember, post, test } from './people';

const ONE_SECOND = { timeout: 1000 };
/** How long the watcher's network is away. */
const AWAY_MS = Number(process.env.TODAY_AWAY_MS ?? 0);

const card = (page: Page, name: string) => page.getByRole('region', { name });
const arrivals = (page: Page) => card(page, 'Arrivals').getByRole('listitem');
const idOf = async (page: Page) => ((await (await page.request.get('/api/me/')).json()) as { id: number }).id;

/** A person's network: while it is cut, neither a request nor a frame comes through. */
class Network {
  private isCut = false;
  private readonly lines: (() => Promise<void>)[] = [];

  constructor(private readonly page: Page) {}

  async watch(): Promise<void> {
    await this.page.routeWebSocket(/\/ws\/$/, (near: WebSocketRoute) => {
      if (this.isCut) {
        void near.close();
        return;
      }
      const far = near.connectToServer();
      this.lines.push(async () => {
        await Promise.all([near.close(), far.close()]);
      });
    });
  }

  async cut(): Promise<void> {
    this.isCut = true;
    await this.page.context().setOffline(true);
    for (const end of this.lines.splice(0)) await end();
  }

  async restore(): Promise<void> {
    this.isCut = false;
    await this.page.context().setOffline(false);
  }
}

interface Figure {
  name: string;
  count: number;
}

/** What a fresh snapshot says. */
async function fresh(page: Page): Promise<Record<string, number>> {
  const answer = await page.request.get('/api/today/?card=figures');
  const { cards } = (await answer.json()) as { cards: { figures: { figures: Figure[] } } };
  return Object.fromEntries(cards.figures.figures.map(({ name, count }) => [name, count]));
}

/** A number of the day, as it stands on the screen. */
const number = (page: Page, label: string) =>
  page
    .getByRole('region', { name: 'The day in figures' })
    .locator('div', { hasText: label })
    .locator('dd > span')
    .first();

test('a fourth person sees what three do at once, within a second, in order, and nothing is missed while away', async ({
  as,
}) => {
  const [desk, trainer, owner, watcher] = await Promise.all([
    as('desk'),
    as('trainer'),
    as('owner'),
    as('manager'),
  ]);
  const [one, two, three, late] = [
    await newMember(desk),
    await newMember(desk),
    await newMember(desk),
    await newMember(desk),
  ];
  const services = (await (await desk.request.get('/api/services/?kind=one_to_one')).json()) as {
    results: { id: number; name: string }[];
  };
  const trial = services.results.find(({ name }) => name === 'Trial Training')?.id;
  const booked = await post(desk, '/api/appointments/', {
    ...{ customer: late.id, service: trial, trainer: null },
    starts_at: new Date(Date.now() - 60_000).toISOString(),
  });
  const { id: appointment } = (await booked.json()) as { id: number };
  const network = new Network(watcher);
  await network.watch();
  let snapshots = 0;
  watcher.on('request', (request) => (snapshots += Number(request.url().includes('/api/today/'))));
  await watcher.goto('/today');
  await expect(card(watcher, 'Arrivals')).toBeVisible();
  await expect(watcher.getByRole('region', { name: 'The day in figures' })).toBeVisible();
  const before = await fresh(watcher);

  const title = `Call ${late.last_name}`;
  const checkIn = (customer: number) => post(desk, '/api/check-ins/', { customer, anyway: true });
  const due = new Date(Date.now() + 1000).toISOString();
  const given = { title, assignee: await idOf(watcher), customer: late.id, due_at: due };
  await Promise.all([
    checkIn(one.id),
    post(trainer, `/api/appointments/${appointment}/no-show/`, {}),
    post(owner, '/api/tasks/', given),
  ]);
  await Promise.all([
    expect(arrivals(watcher).first()).toContainText(one.last_name, ONE_SECOND),
    expect(card(watcher, 'Tasks due').getByRole('listitem').filter({ hasText: title })).toBeVisible(
      ONE_SECOND,
    ),
    expect(number(watcher, 'No-shows')).toHaveText(String((before.no_shows ?? 0) + 1), ONE_SECOND),
    expect(number(watcher, 'Visits')).toHaveText(String((before.visits ?? 0) + 1), ONE_SECOND),
  ]);

  await network.cut();
  await expect(watcher.getByText('You’re offline.', { exact: true })).toBeVisible();
  const [undone] = await Promise.all([
    checkIn(two.id),
    post(trainer, `/api/appointments/${appointment}/unmark/`, {}),
  ]);
  const { check_in: row } = (await undone.json()) as { check_in: { id: number } };
  await post(desk, `/api/check-ins/${row.id}/undo/`, {});
  await checkIn(three.id);
  // What is being shown is how long nothing comes through, so this one wait is for time itself.
  if (AWAY_MS) await new Promise((resolve) => setTimeout(resolve, AWAY_MS));
  await expect(arrivals(watcher).first()).toContainText(one.last_name);
  const asked = snapshots;
  const back = Date.now();
  await network.restore();
  await expect(arrivals(watcher).first()).toContainText(three.last_name);
  await expect(arrivals(watcher).nth(1)).toContainText(one.last_name);
  await expect(number(watcher, 'No-shows')).toHaveText(String(before.no_shows));
  await expect(number(watcher, 'Visits')).toHaveText(String((before.visits ?? 0) + 2));
  test.info().annotations.push({ type: 'back', description: `${Date.now() - back} ms, away ${AWAY_MS} ms` });
  // By what the line told again, not by asking anew.
  expect(snapshots).toBe(asked);
  const now = await fresh(watcher);
  expect(now.visits).toBe((before.visits ?? 0) + 2);
  await card(watcher, 'Tasks due').getByRole('link', { name: title }).click();
  await expect(watcher.getByRole('dialog', { name: title })).toBeVisible();
});
