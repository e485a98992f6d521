import { screen, waitFor, within } from '@testing-library/react';
import { delay, http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { desk, event, notification } from '../../testing/samples';
import { openAt } from '../../testing/screen';
import { address, answer, page, refusal, server, signedInAs } from '../../testing/server';
import type { Content } from './api';

const READ_AT = '2026-11-24T10:00:00Z';
const older = notification({ id: 30, created_at: '2026-11-23T08:00:00Z' });
let sent: string[];

/** What the centre has: two for the desk, both unread. */
function serve(rows = [notification(), older], inbox = { unread: 2, version: 2 }) {
  const read = ({ request }: { request: Request }) => {
    sent.push(new URL(request.url).pathname);
    return answer({ ids: [31], read_at: READ_AT, unread: 1, version: 3 });
  };
  server.use(
    signedInAs(desk),
    http.get(address('/api/inbox/'), () => answer(inbox)),
    http.get(address('/api/notifications/'), () => answer({ next: null, results: rows })),
    http.get(address('/api/notifications/choices/'), () =>
      answer([{ kind: 'appointment_booked', channels: ['in_app'], version: 0 }]),
    ),
    http.get(address('/api/appointments/'), () => answer(page([]))),
    http.get(address('/api/appointments/81/'), () => refusal(404, 'not_found')),
    http.post(address('/api/notifications/31/read/'), read),
    http.post(address('/api/inbox/read/'), read),
  );
}

beforeEach(() => {
  sent = [];
  serve();
});

const bell = (unread: number) => screen.findByRole('button', { name: `Notifications, ${unread} unread` });
const list = () => screen.findByRole('list', { name: 'Notifications' });
const links = async () => within(await list()).getAllByRole('link');
const newest = () => screen.findAllByRole('link', { name: /^Unread/ }).then(([first]) => first as Element);

describe('the inbox', () => {
  it('counts on the bell and marks what is followed', async () => {
    const { user, router } = await openAt('/notifications');
    await bell(2);
    expect(await newest()).toHaveTextContent('Unread: Mia Winter: booked');
    await user.click(await newest());
    await waitFor(() => expect(router.state.location.pathname).toBe('/appointments/81'));
    await bell(1);
    expect(sent).toEqual(['/api/notifications/31/read/']);
  });

  it('grows and shrinks with what happens on other devices', async () => {
    const { says } = await openAt('/notifications');
    expect(await links()).toHaveLength(2);
    const arrived = notification({ id: 32 });
    says(event('notification.created', 41, { notification: arrived, unread: 3, version: 3 }));
    await bell(3);
    await waitFor(async () => expect(await links()).toHaveLength(3));
    says(event('notification.read', 42, { ids: [30, 31, 32], read_at: READ_AT, unread: 0, version: 4 }));
    expect(await screen.findByRole('button', { name: 'Notifications' })).toBeVisible();
    await waitFor(() => expect(screen.queryByText('Unread:')).not.toBeInTheDocument());
    says(event('notification.withdrawn', 43, { ids: [31], unread: 0, version: 5 }));
    await waitFor(async () => expect(await links()).toHaveLength(2));
  });

  it('marks all up to the newest on the screen, and nothing that came since', async () => {
    const bodies: unknown[] = [];
    server.use(
      http.post(address('/api/inbox/read/'), async ({ request }) => {
        bodies.push(await request.json());
        return answer({ ids: [30, 31], read_at: READ_AT, unread: 1, version: 4 });
      }),
    );
    const { user, says } = await openAt('/notifications');
    await links();
    await user.click(screen.getByRole('button', { name: 'Mark all as read' }));
    // Told late: the list is read again, as it is by now.
    const read = [notification(), older].map((row) => ({ ...row, read_at: READ_AT }));
    serve([notification({ id: 32 }), ...read], { unread: 1, version: 4 });
    says(
      event('notification.created', 41, { notification: notification({ id: 32 }), unread: 3, version: 3 }),
    );
    await bell(1);
    expect(bodies).toEqual([{ up_to: 31 }]);
    await waitFor(async () => {
      const unread = (await links()).map((link) => /Unread/.test(link.textContent));
      expect(unread).toEqual([true, false, false]);
    });
  });

  it('takes a refused mark back, whatever has arrived meanwhile', async () => {
    let answerNow = () => {};
    const held = new Promise<void>((resolve) => (answerNow = resolve));
    server.use(
      http.post(address('/api/notifications/31/read/'), async () => {
        await held;
        return refusal(500, 'server_error');
      }),
    );
    const { user, says, router } = await openAt('/notifications');
    await user.click(await newest());
    await bell(1);
    says(
      event('notification.created', 41, { notification: notification({ id: 32 }), unread: 3, version: 3 }),
    );
    await bell(2);
    answerNow();
    await bell(3);
    await router.navigate('/notifications');
    expect((await links())[1]).toHaveTextContent('Unread');
  });

  it('reads on where the page ended', async () => {
    const asked: (string | null)[] = [];
    server.use(
      http.get(address('/api/notifications/'), ({ request }) => {
        const before = new URL(request.url).searchParams.get('before');
        asked.push(before);
        return before
          ? answer({ next: null, results: [older] })
          : answer({ next: '/api/notifications/?before=31', results: [notification()] });
      }),
    );
    const { user } = await openAt('/notifications');
    await user.click(await screen.findByRole('button', { name: 'Show older ones' }));
    await waitFor(async () => expect(await links()).toHaveLength(2));
    expect(asked).toEqual([null, '31']);
    expect(screen.queryByRole('button', { name: 'Show older ones' })).not.toBeInTheDocument();
  });

  it.each([
    ['nothing yet', () => answer({ next: null, results: [] }), 'Nothing new for you'],
    ['an error', () => refusal(500, 'server_error'), 'This couldn’t be loaded'],
    ['not allowed', () => refusal(403, 'permission_denied'), 'Not for your role'],
  ])('tells %s from the others', async (_name, respond, title) => {
    server.use(http.get(address('/api/notifications/'), respond));
    await openAt('/notifications');
    expect(await screen.findByRole('heading', { name: title })).toBeVisible();
  });

  it('shows its own shape while it loads', async () => {
    server.use(http.get(address('/api/notifications/'), () => delay('infinite')));
    await openAt('/notifications');
    await waitFor(() => expect(document.querySelector('main [aria-busy="true"]')).toBeInTheDocument());
  });

  it('leaves out what it has no words for', async () => {
    serve([notification({ content: { kind: 'of_tomorrow' } as unknown as Content }), older]);
    await openAt('/notifications');
    expect(await links()).toHaveLength(1);
  });
});

describe('each kind', () => {
  const said = notification().content as Extract<Content, { kind: 'appointment_booked' }>;
  const moved: Content = {
    ...said,
    kind: 'appointment_changed',
    previous_starts_at: '2026-11-24T09:00:00Z',
    previous_trainer_name: 'Jonas Weber',
  };
  it.each<[Content, string, RegExp]>([
    [said, 'Mia Winter: booked', /^Personal Training · Wed, Nov 25, 10:00/],
    [moved, 'Mia Winter: new time', /Nov 25.*\(was Tue, Nov 24, 10:00/],
    [
      { ...moved, previous_starts_at: said.starts_at, previous_trainer_name: 'Amara' },
      'Mia Winter: another trainer',
      /\(was with Amara\)$/,
    ],
    [
      { ...said, kind: 'appointment_handed_over' },
      'Mia Winter is now with Jonas Weber',
      /^Personal Training/,
    ],
    [{ ...said, kind: 'appointment_cancelled' }, 'Mia Winter: cancelled', /^Personal Training/],
    [
      {
        kind: 'reminder_failed',
        reminder: 5,
        customer: 12,
        customer_name: 'Mia Winter',
        reminder_kind: 'appointment_starts',
        due_at: said.starts_at,
      },
      'A reminder didn’t reach Mia Winter',
      /^Due Wed, Nov 25/,
    ],
    [
      {
        kind: 'task_assigned',
        task: 7,
        count: 1,
        title: 'Call back',
        due_at: said.starts_at,
        customer: 12,
        customer_name: 'Mia Winter',
        given_by: 'Deniz Kaya',
      },
      'To do: Call back',
      /^Mia Winter · due Wed, Nov 25.* · from Deniz Kaya$/,
    ],
    [
      {
        kind: 'task_assigned',
        task: 7,
        count: 30,
        title: 'Call back',
        due_at: null,
        customer: null,
        customer_name: null,
        given_by: 'Deniz Kaya',
      },
      'To do: Call back and 29 more',
      /^from Deniz Kaya$/,
    ],
    [
      { kind: 'post_reacted', post: 5, by_name: 'Ann', others: 4 },
      'Ann and 4 others reacted to your post',
      /^Feed$/,
    ],
    [{ kind: 'post_reacted', post: 5, by_name: 'Ann', others: 0 }, 'Ann reacted to your post', /^Feed$/],
    [
      { kind: 'comment_replied', post: 5, comment: 8, by_name: 'Ann' },
      'Ann replied to your comment',
      /^Feed$/,
    ],
  ])('is put into words: %o', async (content, title, text) => {
    serve([notification({ content })]);
    await openAt('/notifications');
    expect(within(await list()).getByRole('link', { name: `Unread: ${title}` })).toBeVisible();
    expect(within(await list()).getByText(text)).toBeVisible();
  });

  it('names the service and the trainer to the member', async () => {
    server.use(signedInAs({ ...desk, is_staff: false, permissions: [], customer: 12 }));
    await openAt('/notifications');
    expect((await links())[0]).toHaveTextContent('Personal Training: booked');
    expect(within(await list()).getAllByText(/, with Jonas Weber$/)).toHaveLength(2);
  });
});

describe('the choices', () => {
  it('turn when the server has answered, and on every device', async () => {
    const bodies: unknown[] = [];
    server.use(
      http.patch(address('/api/notifications/choices/appointment_booked/'), async ({ request }) => {
        bodies.push(await request.json());
        return answer({ kind: 'appointment_booked', channels: [], version: 1 });
      }),
    );
    const { user, says } = await openAt('/me');
    const choice = await screen.findByRole('switch', { name: 'An appointment is booked' });
    expect(choice).toBeChecked();
    await user.click(choice);
    await waitFor(() => expect(choice).not.toBeChecked());
    expect(bodies).toEqual([{ channels: [] }]);
    says(
      event('notification.kind_chosen', 41, { kind: 'appointment_booked', channels: ['in_app'], version: 2 }),
    );
    await waitFor(() => expect(choice).toBeChecked());
  });

  it('stay as they were when they are refused, and say why', async () => {
    server.use(
      http.patch(address('/api/notifications/choices/appointment_booked/'), () => HttpResponse.error()),
    );
    const { user } = await openAt('/me');
    const choice = await screen.findByRole('switch', { name: 'An appointment is booked' });
    await user.click(choice);
    expect(await screen.findByRole('alert')).toBeVisible();
    expect(choice).toBeChecked();
  });
});

describe('while the server is away', () => {
  it('keeps marks in order and sends each with its key once it is back, without saying that it is done', async () => {
    const keys: (string | null)[] = [];
    let away = true;
    server.use(
      http.post(address('/api/notifications/:id/read/'), ({ request, params }) => {
        keys.push(request.headers.get('Idempotency-Key'));
        if (away) return HttpResponse.error();
        return answer({ ids: [Number(params.id)], read_at: READ_AT, unread: 1, version: 3 });
      }),
    );
    const { user, store, line, router } = await openAt('/notifications');
    await user.click(await newest());
    await waitFor(() => expect(store.getState().outgoing.waiting).toBe(1));
    await router.navigate('/notifications');
    await bell(1);
    away = false;
    line.end.onLost(500);
    line.end.onCaughtUp();
    await waitFor(() => expect(store.getState().outgoing.waiting).toBe(0));
    expect(keys.length).toBeGreaterThanOrEqual(2);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  it('forgets what waits when the session ends', async () => {
    const asked = vi.fn(() => HttpResponse.error());
    server.use(http.post(address('/api/notifications/31/read/'), asked));
    const { user, store, line } = await openAt('/notifications');
    await user.click(await newest());
    await waitFor(() => expect(store.getState().outgoing.waiting).toBe(1));
    line.end.onSignedOut();
    await waitFor(() => expect(store.getState().outgoing.waiting).toBe(0));
    expect(store.getState().marking).toEqual([]);
  });
});
