import { screen, waitFor, within } from '@testing-library/react';
import { http } from 'msw';
import { expect, it } from 'vitest';
import { desk, event } from '../../testing/samples';
import { openAt } from '../../testing/screen';
import { address, answer, refusal, server, signedInAs } from '../../testing/server';
import { todayApi, type Arrangement } from './api';
import { inOrder, moved, usual } from './arranged';

const DAY = '2026-11-25';
const none = { count: 0, rows: [] };

/** A page with three cards beside who is online. */
async function open(held: Arrangement, answerTo: (body: object) => Response) {
  const sent: unknown[] = [];
  server.use(
    signedInAs(desk),
    http.get(address('/api/today/'), () =>
      answer({ day: DAY, cards: { arrivals: none, classes: none, tasks: none } }),
    ),
    http.get(address('/api/today/arrangement/'), () => answer(held)),
    http.put(address('/api/today/arrangement/'), async ({ request }) => {
      const body = (await request.json()) as object;
      sent.push(body);
      return answerTo(body);
    }),
  );
  const opened = await openAt('/today');
  await screen.findByRole('region', { name: 'Online now' });
  return { ...opened, sent };
}

const cards = () =>
  screen.getAllByRole('region').map((card) => within(card).getByRole('heading').textContent);
const nothingChosen = { order: [], hidden: [], version: 0 };

it('cards that an order doesn’t name come last, and those that there are no longer don’t', () => {
  expect(inOrder({ order: ['tasks', 'weather', 'online'] })).toEqual([
    'tasks',
    'online',
    ...usual.filter((card) => card !== 'tasks' && card !== 'online'),
  ]);
  expect(moved(['figures', 'tasks', 'online'], 'tasks', -1)).toEqual(['tasks', 'figures', 'online']);
  expect(moved(['figures', 'tasks', 'online'], 'tasks', 1)).toEqual(['figures', 'online', 'tasks']);
});

it('the page is as its person arranged it, by keys alone, and keeps the focus on what was pressed', async () => {
  const { user, sent } = await open(nothingChosen, (body) => answer({ ...body, version: 1 }));
  expect(cards()).toEqual(['Arrivals', 'Classes', 'Tasks due', 'Online now']);
  await user.click(screen.getByRole('button', { name: 'Arrange' }));
  const up = await screen.findByRole('button', { name: 'Move up: Tasks due' });
  up.focus();
  await user.keyboard('{Enter}');
  expect(up).toHaveFocus();
  expect(screen.getByText('Tasks due: now at place 2')).toBeInTheDocument();
  await user.keyboard('{Enter}{Enter}');
  expect(up).toHaveFocus();
  const down = screen.getByRole('button', { name: 'Move down: Arrivals' });
  down.focus();
  await user.keyboard('{Enter}');
  expect(down).toHaveFocus();
  await user.click(screen.getByRole('switch', { name: 'Arrivals' }));
  await user.click(screen.getByRole('button', { name: 'Done' }));
  await waitFor(() => expect(cards()).toEqual(['Tasks due', 'Classes', 'Online now']));
  const order = ['tasks', 'classes', 'arrivals', 'online'];
  expect(sent).toEqual([
    { order: ['arrivals', 'tasks', 'classes', 'online'], hidden: [] },
    { order: ['tasks', 'arrivals', 'classes', 'online'], hidden: [] },
    { order, hidden: [] },
    { order, hidden: ['arrivals'] },
  ]);
});

it('the last card stays, and the usual way is one step away', async () => {
  const { user, sent } = await open(
    { order: [], hidden: ['arrivals', 'classes', 'tasks'], version: 3 },
    (body) => answer({ ...body, version: 4 }),
  );
  await user.click(screen.getByRole('button', { name: 'Arrange' }));
  expect(await screen.findByRole('switch', { name: 'Online now' })).toBeDisabled();
  await user.click(screen.getByRole('button', { name: 'As usual' }));
  await waitFor(() => expect(screen.getByRole('switch', { name: 'Online now' })).toBeEnabled());
  expect(sent).toEqual([{ order: [], hidden: [] }]);
});

it('is as it was when it is refused, and follows the person’s other screens', async () => {
  const { store, user, says } = await open(nothingChosen, () => refusal(400, 'nothing_shown'));
  await user.click(screen.getByRole('button', { name: 'Arrange' }));
  await user.click(await screen.findByRole('switch', { name: 'Arrivals' }));
  expect(await screen.findByRole('alert')).toBeVisible();
  expect(screen.getByRole('switch', { name: 'Arrivals' })).toBeChecked();
  const told = { order: [], hidden: ['classes'], version: 2 };
  says(event('today.arranged', 41, told));
  await waitFor(() => expect(screen.getByRole('switch', { name: 'Classes' })).not.toBeChecked());
  // One that comes late changes nothing.
  says(event('today.arranged', 42, { ...told, hidden: ['tasks'], version: 1 }));
  expect(todayApi.endpoints.getArrangement.select()(store.getState()).data).toEqual(told);
});
