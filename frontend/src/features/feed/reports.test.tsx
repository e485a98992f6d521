import { screen, waitFor, within } from '@testing-library/react';
import { http } from 'msw';
import { beforeEach, expect, it } from 'vitest';
import type { Report } from '../../api/shapes';
import { desk, event } from '../../testing/samples';
import { openAt } from '../../testing/screen';
import { address, answer, refusal, server, signedInAs } from '../../testing/server';

const moderator = { ...desk, permissions: [...desk.permissions, 'social.change_post'] };
const made: Report = {
  id: 4,
  post: 5,
  comment: null,
  author: 30,
  author_name: 'Mia',
  said: 'Buy this',
  text: 'Have a nice day',
  hidden_at: null,
  reason: 'spam',
  note: 'Again',
  reported_by_name: 'Bo',
  created_at: '2026-11-24T08:00:00Z',
  decision: null,
  decided_at: null,
  decided_by_name: null,
  explanation: '',
};
let open: Report[];
let sent: unknown[];

beforeEach(() => {
  [open, sent] = [[made], []];
  server.use(
    signedInAs(moderator),
    http.get(address('/api/reports/'), ({ request }) => {
      const isOpen = new URL(request.url).searchParams.get('open') === 'true';
      const decided = {
        ...made,
        decision: 'hidden' as const,
        decided_by_name: 'Sofia',
        decided_at: made.created_at,
      };
      return answer({ next: null, results: isOpen ? open : [{ ...decided, explanation: 'Advertising' }] });
    }),
    http.post(address('/api/reports/4/decide/'), async ({ request }) => {
      sent.push(await request.json());
      open = [];
      return answer(made);
    }),
  );
});

it('who moderates reads what stood there and stands there, decides, and finds what was decided', async () => {
  const { user } = await openAt('/feed/reports');
  const report = await screen.findByRole('article', { name: 'Report on what Mia wrote' });
  for (const text of ['Buy this', 'Have a nice day', 'Again', 'Advertising or spam', /by Bo/]) {
    expect(within(report).getByText(text)).toBeVisible();
  }
  await user.type(within(report).getByRole('textbox', { name: /^Why/ }), 'Advertising');
  await user.click(within(report).getByRole('button', { name: 'Hide from everybody' }));
  expect(await screen.findByText('Nothing to decide')).toBeVisible();
  expect(sent).toEqual([{ decision: 'hidden', explanation: 'Advertising' }]);
  await user.click(screen.getByText('Decided'));
  expect(await screen.findByText(/Hidden by Sofia.*Advertising/)).toBeVisible();
});

it('a report that is made appears, and who may not moderate is told so', async () => {
  open = [];
  const { says } = await openAt('/feed/reports');
  await screen.findByText('Nothing to decide');
  open = [made];
  says(event('report.made', 41, { id: 4 }));
  await screen.findByRole('article', { name: 'Report on what Mia wrote' });
});

it('is forbidden to others', async () => {
  server.use(
    signedInAs(desk),
    http.get(address('/api/reports/'), () => refusal(403, 'permission_denied')),
  );
  await openAt('/feed/reports');
  expect(await screen.findByRole('alert')).toHaveTextContent(/./);
});

it('anybody reports what another wrote, with a reason', async () => {
  const post = { id: 5, author: 30, author_name: 'Mia', text: 'Buy this', created_at: made.created_at };
  const rest = {
    edited_at: null,
    hidden_at: null,
    client_id: null,
    pictures: [],
    my_reaction: null,
    version: 1,
  };
  server.use(
    http.get(address('/api/posts/'), () =>
      answer({ next: null, results: [{ ...post, ...rest, comment_count: 0, reactions: {}, tally: 0 }] }),
    ),
    http.post(address('/api/reports/'), async ({ request }) => {
      sent.push(await request.json());
      return answer({ id: 4 });
    }),
  );
  const { user } = await openAt('/feed');
  await user.click(await screen.findByRole('button', { name: 'What to do with what Mia wrote' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Report…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Report what Mia wrote' });
  await user.click(within(dialog).getByRole('radio', { name: 'Insulting or hateful' }));
  await user.click(within(dialog).getByRole('button', { name: 'Report' }));
  await waitFor(() => expect(sent).toEqual([{ post: 5, reason: 'insult', note: '' }]));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});
