import { screen, waitFor, within } from '@testing-library/react';
import { http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SavedView } from '../../api/savedViews';
import type { Task } from '../../api/shapes';
import { desk, event } from '../../testing/samples';
import { openAt } from '../../testing/screen';
import { readRule, ruleOf } from './taskRepeats';
import { address, answer, cursorPage, page, refusal, server, signedInAs } from '../../testing/server';

let tasks: Task[];
let sent: [path: string, body: unknown][];
let asked: URLSearchParams[];

function task(over: Partial<Task> = {}): Task {
  return {
    id: 5,
    title: 'Call back',
    description: 'About the knee',
    assignee: null,
    assignee_name: null,
    role: 'front_desk',
    due_at: null,
    priority: 2,
    state: 'open',
    checks: 1,
    checked: 0,
    checklist: [{ id: 1, text: 'Find the number', done: false }],
    customer: null,
    customer_name: null,
    appointment: null,
    appointment_name: null,
    appointment_starts_at: null,
    rule: '',
    rule_from: null,
    rule_at: null,
    next_on: null,
    created_by: 3,
    created_by_name: 'Deniz',
    created_at: '2026-11-24T09:00:00Z',
    done_at: null,
    done_by: null,
    done_by_name: null,
    version: 1,
    ...over,
  };
}

function rowOf(one: Task) {
  const {
    description: _description,
    checklist: _checklist,
    rule_from: _from,
    rule_at: _at,
    next_on: _on,
    ...row
  } = one;
  return row;
}

beforeEach(() => {
  tasks = [task(), task({ id: 6, title: 'Count towels', role: '', assignee: 7, assignee_name: 'Sofia' })];
  sent = [];
  asked = [];
  const said = (path: string, body: unknown) => void sent.push([path.replace('/api/tasks/', ''), body]);
  server.use(
    signedInAs({
      ...desk,
      permissions: [
        ...desk.permissions,
        ...['view_task', 'add_task', 'change_task'].map((name) => `scheduling.${name}`),
      ],
    }),
    http.get(address('/api/task-views/'), () => answer(page([]))),
    http.get(address('/api/staff/'), () => answer(page([{ id: 4, display_name: 'Lena' }]))),
    http.get(address('/api/customers/'), () => answer(cursorPage([]))),
    http.get(address('/api/tasks/'), ({ request }) => {
      const query = new URL(request.url).searchParams;
      asked.push(query);
      const states = query.getAll('state');
      const rows = tasks.filter(({ state }) => {
        if (states.length > 0) return states.includes(state);
        return query.has('to_do') ? state === 'open' || state === 'in_progress' : true;
      });
      return answer(cursorPage(rows.map(rowOf)));
    }),
    http.get(address('/api/tasks/:id/'), ({ params }) =>
      answer(tasks.find(({ id }) => id === Number(params.id)) ?? {}),
    ),
    http.get(address('/api/tasks/:id/comments/'), () => answer({ next: null, results: [] })),
    http.post(address('/api/tasks/many/'), async ({ request }) => {
      const body = (await request.json()) as { ids: number[]; action: string; state?: Task['state'] };
      said('/api/tasks/many/', body);
      const state = body.action === 'done' ? 'done' : (body.state ?? 'open');
      for (const one of tasks) {
        if (body.ids.includes(one.id)) Object.assign(one, { state, version: one.version + 1 });
      }
      return answer({ results: tasks.map(rowOf) });
    }),
    http.post(address('/api/tasks/:id/:action/'), async ({ request, params }) => {
      said(new URL(request.url).pathname, await request.json().catch(() => null));
      const one = tasks.find(({ id }) => id === Number(params.id)) ?? task();
      const states: Record<string, Task['state']> = { take: 'in_progress', done: 'done', reopen: 'open' };
      Object.assign(one, {
        state: states[String(params.action)] ?? one.state,
        version: one.version + 1,
        ...(params.action === 'take' && { assignee: 7, assignee_name: 'Sofia' }),
      });
      return answer(one);
    }),
  );
});

const list = () => screen.findByRole('table', { name: 'Tasks' });

describe('the list of tasks', () => {
  it('asks for what the filters say', async () => {
    const { user } = await openAt('/tasks?due=overdue');
    await within(await list()).findByText('Call back');
    expect(Object.fromEntries(asked[0] ?? [])).toEqual({ to_do: 'true', overdue: 'true', ordering: 'due' });
    await user.click(screen.getByRole('combobox', { name: 'Whose' }));
    await user.click(await screen.findByRole('option', { name: 'Mine' }));
    await waitFor(() => expect(asked.at(-1)?.get('mine')).toBe('true'));
    await user.click(screen.getByRole('combobox', { name: 'Status' }));
    await user.click(await screen.findByRole('option', { name: 'Done' }));
    expect(await screen.findByText('No task matches these filters.')).toBeVisible();
    expect(asked.at(-1)?.getAll('state')).toEqual(['done']);
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(await within(await list()).findByText('Call back')).toBeVisible();
  });

  it('marks one done where it stands, and takes that back', async () => {
    const { user } = await openAt('/tasks');
    await user.click(await screen.findByRole('button', { name: 'Mark as done: Call back' }));
    const said = await screen.findByText('Done: “Call back”');
    await user.hover(screen.getByRole('heading', { name: 'Tasks' })); // nothing moves under the pointer
    await waitFor(() => expect(within(screen.getByRole('table')).queryByText('Call back')).toBeNull());
    await user.click(within(said).getByRole('button', { name: 'Undo' }));
    expect(await within(await list()).findByText('Call back')).toBeVisible();
    expect(sent).toEqual([
      ['5/done/', null],
      ['5/reopen/', { state: 'open' }],
    ]);
  });

  it('puts back what was refused, and says who has it', async () => {
    server.use(
      http.post(address('/api/tasks/:id/take/'), () =>
        Response.json(
          { code: 'taken', message: '', fields: {}, current: task({ assignee_name: 'Lena', version: 2 }) },
          { status: 409 },
        ),
      ),
    );
    const { user } = await openAt('/tasks/5');
    const drawer = within(await screen.findByRole('dialog', { name: 'Call back' }));
    await user.click(drawer.getByRole('button', { name: 'I’ll do it' }));
    expect(await screen.findByText('Lena has it already.')).toBeVisible();
    expect((await drawer.findAllByText('Open'))[0]).toBeVisible();
  });

  it('shows what others do at once', async () => {
    const { says } = await openAt('/tasks');
    await within(await list()).findByText('Call back');
    const taken = { ...task({ assignee: 4, assignee_name: 'Lena', state: 'in_progress', version: 2 }) };
    tasks[0] = taken;
    says(event('task.taken', 42, rowOf(taken), { actor: 4 }));
    expect(await within(await list()).findByRole('cell', { name: 'Lena (Front desk)' })).toBeVisible();
    tasks = tasks.slice(1);
    says(event('task.withdrawn', 43, { id: 5, version: 3 }, { actor: 4 }));
    await waitFor(() => expect(within(screen.getByRole('table')).queryByText('Call back')).toBeNull());
  });

  it('finishes many or none, and takes that back', async () => {
    const { user } = await openAt('/tasks');
    await within(await list()).findByText('Call back');
    await user.click(screen.getByRole('checkbox', { name: 'Choose this page' }));
    const bar = screen.getByRole('region', { name: 'Chosen tasks' });
    await user.click(within(bar).getByRole('button', { name: 'Done' }));
    const said = await screen.findByText('2 done');
    await user.click(within(said).getByRole('button', { name: 'Undo' }));
    await waitFor(() =>
      expect(sent.map(([, body]) => body)).toEqual([
        { ids: [5, 6], action: 'done' },
        { ids: [5, 6], action: 'reopen', state: 'open' },
      ]),
    );
  });
});

describe('a task', () => {
  it('is ticked one thing at a time', async () => {
    const { user } = await openAt('/tasks/5');
    const drawer = within(await screen.findByRole('dialog', { name: 'Call back' }));
    expect(drawer.getByText('About the knee')).toBeVisible();
    await user.click(drawer.getByRole('checkbox', { name: 'Find the number' }));
    await waitFor(() => expect(sent).toEqual([['5/check/', { item: 1, done: true }]]));
  });

  it('is edited by what was changed alone, on the version that was seen; others see who does', async () => {
    let change: unknown;
    server.use(
      http.patch(address('/api/tasks/5/'), async ({ request }) => {
        change = [request.headers.get('If-Match'), await request.json()];
        return answer(task({ title: 'Ring back', version: 2 }));
      }),
    );
    const { user, line } = await openAt('/tasks/5');
    const drawer = within(await screen.findByRole('dialog', { name: 'Call back' }));
    await user.click(drawer.getByRole('button', { name: 'Edit' }));
    const title = drawer.getByRole('textbox', { name: 'What is to be done' });
    await user.clear(title);
    await user.type(title, 'Ring back');
    expect(line.presence).toContainEqual(['task:5', 'editing']);
    await user.click(drawer.getByRole('button', { name: 'Save changes' }));
    expect(await screen.findByText('Saved: “Ring back”')).toBeVisible();
    expect(change).toEqual(['"1"', { title: 'Ring back' }]);
  });

  it('is added for a role or a person, and says at its field what can’t be', async () => {
    server.use(
      http.post(address('/api/tasks/'), async ({ request }) => {
        sent.push(['', await request.json()]);
        return refusal(400, 'validation_failed', { due_at: [{ code: 'out_of_range', message: '' }] });
      }),
    );
    const { user } = await openAt('/tasks/new');
    const drawer = within(await screen.findByRole('dialog', { name: 'Add a task' }));
    await user.type(drawer.getByRole('textbox', { name: 'What is to be done' }), 'Call');
    await user.click(drawer.getByRole('combobox', { name: 'For' }));
    await user.click(await screen.findByRole('option', { name: 'Lena' }));
    await user.click(drawer.getByRole('button', { name: 'Add a line' }));
    await user.keyboard('Find it{Enter}Tell them');
    await user.click(drawer.getByRole('button', { name: 'Add a task' }));
    expect(await drawer.findByText('A day that isn’t past, within two years.')).toBeVisible();
    expect(sent[0]?.[1]).toMatchObject({
      title: 'Call',
      assignee: 4,
      checklist: [
        { text: 'Find it', done: false },
        { text: 'Tell them', done: false },
      ],
    });
  });
});

describe('saved views', () => {
  it('stand in the address when they are chosen, a board too, and keep what the screen shows', async () => {
    const view: SavedView = {
      id: 1,
      name: 'The desk’s board',
      question: { whose: 'front_desk', shape: 'board' },
      shared: true,
      owner: 4,
      owner_name: 'Lena',
      may_change: false,
      version: 1,
    };
    let views = [view];
    server.use(
      http.get(address('/api/task-views/'), () => answer(page(views))),
      http.post(address('/api/task-views/'), async ({ request }) => {
        sent.push(['views', await request.json()]);
        return answer({ ...view, id: 2, name: 'Late' });
      }),
    );
    const { user, router, says } = await openAt('/tasks?due=overdue&whose=mine');
    await user.click(await screen.findByRole('button', { name: 'Views' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Save this view…' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByRole('textbox', { name: 'Name' }), 'Late');
    await user.click(dialog.getByRole('button', { name: 'Save view' }));
    expect(await screen.findByText('“Late” is saved.')).toBeVisible();
    const question = { whose: 'mine', due: 'overdue' };
    expect(sent).toEqual([['views', { name: 'Late', shared: false, question }]]);
    await user.click(screen.getByRole('button', { name: 'Views' }));
    await user.click(await screen.findByRole('menuitem', { name: /^The desk’s board/ }));
    await waitFor(() => expect(router.state.location.search).toBe('?whose=front_desk&as=board'));
    expect(await screen.findByRole('region', { name: 'In progress' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'View: The desk’s board' })).toBeVisible();
    views = [];
    says(event('task_view.deleted', 43, { id: 1, version: 2, owner: 4, shared: true }, { actor: 4 }));
    expect(await screen.findByRole('button', { name: 'Views' })).toBeVisible();
  });
});

describe('a task that comes again', () => {
  it('says so in words, and is told a rule that begins with its day', async () => {
    let change: unknown;
    tasks[0] = task({
      due_at: '2026-11-30T09:00:00Z',
      rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH',
      rule_from: '2026-11-30',
      rule_at: '10:00:00',
      next_on: '2026-12-03',
    });
    server.use(
      http.patch(address('/api/tasks/5/'), async ({ request }) => {
        change = await request.json();
        return refusal(409, 'followed', { rule: [{ code: 'followed', message: '' }] });
      }),
    );
    const { user } = await openAt('/tasks/5');
    const drawer = within(await screen.findByRole('dialog', { name: 'Call back' }));
    const said = 'Every 2 weeks on Monday and Thursday';
    expect(drawer.getByText(new RegExp(`^${said} · next on Thursday`))).toBeVisible();
    await user.click(drawer.getByRole('button', { name: 'Edit' }));
    const repeats = drawer.getByRole('combobox', { name: 'Repeats' });
    expect(repeats).toHaveValue(said);
    await user.click(repeats);
    await user.click(await screen.findByRole('option', { name: 'Every month on day 30' }));
    await user.click(drawer.getByRole('button', { name: 'Save changes' }));
    expect(await drawer.findByText('The next one is there already: change that.')).toBeVisible();
    expect(change).toEqual({ due_at: '2026-11-30T09:00:00Z', rule: 'FREQ=MONTHLY' });
  });

  it.each([
    ['day', 'FREQ=DAILY', { every: 'day', interval: 1 }],
    ['weekdays', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', { every: 'workday', interval: 1 }],
    ['week', 'FREQ=WEEKLY;BYDAY=TU', { every: 'week', interval: 1, days: [2] }],
    ['fortnight', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', { every: 'week', interval: 2, days: [2] }],
    ['month', 'FREQ=MONTHLY', { every: 'month', interval: 1 }],
    ['year', 'FREQ=YEARLY', { every: 'year', interval: 1 }],
  ] as const)('offers %s as a rule that it can read', (kind, rule, read) => {
    expect(ruleOf(kind, '2026-11-24')).toBe(rule);
    expect(readRule(rule, '2026-11-24')).toEqual(read);
  });

  it('reads the rules of others as far as there are words for them', () => {
    const from = '2026-11-24';
    expect(readRule('FREQ=WEEKLY', from)).toEqual({ every: 'week', interval: 1, days: [2] });
    expect(readRule('FREQ=MONTHLY;BYMONTHDAY=-1', from)).toEqual({ every: 'lastDay', interval: 1 });
    for (const rule of ['FREQ=MONTHLY;BYDAY=2MO', 'FREQ=MONTHLY;BYMONTHDAY=3', 'FREQ=YEARLY;BYMONTH=2'])
      expect(readRule(rule, from)).toEqual({ every: 'other' });
  });
});

describe('the board', () => {
  it('has a column for each state, and a menu that moves a card', async () => {
    const { user } = await openAt('/tasks?as=board');
    const open = await screen.findByRole('region', { name: 'Open' });
    await within(open).findByText('Call back');
    await user.click(within(open).getByRole('button', { name: 'Move “Call back”' }));
    await user.click(await screen.findByRole('menuitem', { name: 'In progress' }));
    const next = screen.getByRole('region', { name: 'In progress' });
    expect(await within(next).findByText('Call back')).toBeVisible();
    expect(sent).toEqual([['5/take/', null]]);
  });
});
