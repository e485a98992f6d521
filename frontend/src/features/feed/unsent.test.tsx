import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it, vi } from 'vitest';
import { sessionEnded } from '../../api/baseQuery';
import type { PostComment } from '../../api/shapes';
import { desk, event } from '../../testing/samples';
import { openAt } from '../../testing/screen';
import { address, answer, refusal, server, signedInAs } from '../../testing/server';

const counts = { comment_count: 1, reactions: {}, tally: 1 };
const written = { created_at: '2026-11-24T08:00:00Z', edited_at: null, hidden_at: null, client_id: null };
const mia = { ...written, author: 30, author_name: 'Mia', version: 1 };
const first: PostComment = { id: 8, post: 5, parent: null, text: 'Bravo', ...mia };
const post = { id: 5, text: 'First pull-up!', pictures: [], my_reaction: null, ...mia, ...counts };

interface Asked {
  post: number;
  parent: number | null;
  text: string;
  client_id: string;
}

let posts: object[];
let isAway: boolean;
let tries: Asked[];
/** What the server has taken, once for each `client_id`. */
let taken: PostComment[];

beforeEach(() => {
  posts = [post];
  isAway = true;
  tries = [];
  taken = [];
  server.use(
    signedInAs(desk),
    http.get(address('/api/posts/'), () => answer({ next: null, results: posts })),
    http.get(address('/api/comments/'), () => answer({ next: null, results: [...taken, first] })),
    http.post(address('/api/comments/'), async ({ request }) => {
      const asked = (await request.json()) as Asked;
      tries.push(asked);
      if (isAway) return HttpResponse.error();
      const said = { ...first, ...asked, id: 20 + taken.length, author: desk.id, author_name: 'Sofia' };
      if (!taken.some(({ client_id }) => client_id === asked.client_id)) taken.unshift(said);
      return answer(said);
    }),
  );
});

const box = () => screen.findByRole('textbox', { name: 'Write a comment' });
const unsent = () => screen.queryAllByRole('article', { name: 'Your comment, not said yet' });
const said = (name: string) =>
  screen
    .queryAllByRole('article', { name: `${name}’s comment` })
    .map((one) => one.querySelector('p')?.textContent);
const isBack = () => act(() => void window.dispatchEvent(new Event('online')));

async function openComments() {
  const opened = await openAt('/feed');
  await opened.user.click(await screen.findByRole('button', { name: '1 comment' }));
  const write = async (text: string) => {
    await opened.user.type(await box(), text);
    await opened.user.click(screen.getByRole('button', { name: 'Comment' }));
  };
  return { ...opened, write };
}

it('stands there at once and waits, in order, until it is said once', async () => {
  const { user, write, says } = await openComments();
  await write('Well done');
  expect(await screen.findByText('Waits for the connection')).toBeVisible();
  expect(await box()).toHaveValue('');
  await user.click(screen.getByRole('button', { name: 'Reply' }));
  await user.type(screen.getByRole('textbox', { name: 'Reply to Mia' }), 'Indeed');
  await user.click(screen.getAllByRole('button', { name: 'Reply' }).at(-1) as HTMLElement);
  await waitFor(() => expect(unsent()).toHaveLength(2));
  const replies = within(screen.getByText('Bravo').closest('li') as HTMLElement);
  expect(replies.getByText('Indeed')).toBeVisible();
  expect(screen.getByText(/Not sent yet: 2\./)).toBeVisible();
  isAway = false;
  isBack();
  isBack();
  await waitFor(() => expect(said('Sofia')).toEqual(['Indeed', 'Well done']));
  // The line tells the same of it, and shows nothing twice.
  const [, own] = taken;
  const { hidden_at: _hidden, ...told } = own as PostComment;
  says(event('comment.created', 41, { ...told, ...counts, tally: 2 }));
  expect(said('Sofia')).toEqual(['Indeed', 'Well done']);
  expect(unsent()).toEqual([]);
  expect(taken.map(({ text }) => text)).toEqual(['Indeed', 'Well done']);
  const ids = (text: string) => new Set(tries.filter((one) => one.text === text).map((one) => one.client_id));
  expect([ids('Well done').size, ids('Indeed').size]).toEqual([1, 1]);
}, 20_000);

it('what the line tells before the answer comes isn’t shown beside it', async () => {
  const { store, write, says } = await openComments();
  await write('Well done');
  await waitFor(() => expect(unsent()).toHaveLength(1));
  const { client_id } = tries[0] as Asked;
  const own = { ...first, id: 20, author: desk.id, author_name: 'Sofia', text: 'Well done', client_id };
  const { hidden_at: _hidden, ...told } = own;
  says(event('comment.created', 41, { ...told, ...counts, tally: 2 }));
  await waitFor(() => expect(unsent()).toEqual([]));
  isAway = false;
  isBack();
  await waitFor(() => expect(store.getState().outgoing.waiting).toBe(0));
  expect(said('Sofia')).toEqual(['Well done']);
});

it('is refused where it stands, with its text, and sent again as the same', async () => {
  server.use(
    http.post(
      address('/api/comments/'),
      async ({ request }) => {
        tries.push((await request.json()) as Asked);
        return refusal(400, 'invalid', { text: [{ code: 'odd_character', message: 'odd' }] });
      },
      { once: true },
    ),
  );
  isAway = false;
  const { user, write } = await openComments();
  await write('Well donne');
  const [refused] = await screen.findAllByRole('article', { name: 'Your comment, not said yet' });
  const held = within(refused as HTMLElement);
  expect(await held.findByRole('alert')).toHaveTextContent('This has characters that can’t be used here.');
  expect(held.getByText('Well donne')).toBeVisible();
  // An answer at once is no news to who looks at it.
  expect(screen.queryByText(/A comment of yours wasn’t taken/)).toBeNull();
  await user.click(held.getByRole('button', { name: 'Edit' }));
  const again = held.getByRole('textbox', { name: 'Edit' });
  expect(again).toHaveValue('Well donne');
  await user.clear(again);
  await user.type(again, 'Well done');
  await user.click(held.getByRole('button', { name: 'Comment' }));
  await waitFor(() => expect(said('Sofia')).toEqual(['Well done']));
  expect(unsent()).toEqual([]);
  expect(new Set(tries.map(({ client_id }) => client_id)).size).toBe(1);
}, 20_000);

it('one whose post has gone meanwhile is refused, and kept until it is given up', async () => {
  const { user, write, says } = await openComments();
  await write('Well done');
  await screen.findByText('Waits for the connection');
  says(event('post.deleted', 41, { id: 5, version: 2 }));
  server.use(http.post(address('/api/comments/'), () => refusal(404, 'not_found')));
  isBack();
  const kept = within(await screen.findByRole('region', { name: 'Not said yet' }));
  expect(await kept.findByRole('alert')).toHaveTextContent('It no longer exists.');
  expect(kept.getByText('Well done')).toBeVisible();
  expect(screen.getByText(/A comment of yours wasn’t taken/)).toBeVisible();
  await user.click(kept.getByRole('button', { name: 'Discard' }));
  expect(unsent()).toEqual([]);
});

it('is sent though all was read anew meanwhile', async () => {
  const { store, write, says } = await openComments();
  await write('Well done');
  await screen.findByText('Waits for the connection');
  server.use(signedInAs({ ...desk, permissions: [] }));
  says(event('user.access_changed', 41, { id: desk.id }));
  await waitFor(() => expect(store.getState().session.me?.permissions).toEqual([]));
  isAway = false;
  isBack();
  await waitFor(() => expect(taken.map(({ text }) => text)).toEqual(['Well done']));
  await waitFor(() => expect(store.getState().outgoing.waiting).toBe(0));
});

it('ends with the session: it is neither kept nor sent', async () => {
  const { store, write } = await openComments();
  await write('Well done');
  await screen.findByText('Waits for the connection');
  const before = tries.length;
  act(() => void store.dispatch(sessionEnded()));
  await waitFor(() => expect(store.getState().outgoing.waiting).toBe(0));
  expect(store.getState().unsent).toEqual([]);
  expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
  isAway = false;
  isBack();
  await vi.waitFor(() => expect(store.getState().session.status).toBe('signedOut'));
  expect(tries).toHaveLength(before);
});
