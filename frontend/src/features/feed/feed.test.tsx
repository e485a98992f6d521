import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it } from 'vitest';
import type { Me, Post, PostComment } from '../../api/shapes';
import { desk, event } from '../../testing/samples';
import { openAt } from '../../testing/screen';
import { address, answer, refusal, server, signedInAs } from '../../testing/server';

const written = {
  author: 30,
  author_name: 'Mia',
  created_at: '2026-11-24T08:00:00Z',
  edited_at: null,
  hidden_at: null,
  client_id: null,
  version: 1,
};
const counts = { comment_count: 1, reactions: { like: 2 }, tally: 3 };

function post(over: Partial<Post> = {}): Post {
  return { id: 5, text: 'First pull-up!', pictures: [], my_reaction: null, ...written, ...counts, ...over };
}

function comment(over: Partial<PostComment> = {}): PostComment {
  return { id: 8, post: 5, parent: null, text: 'Bravo', ...written, ...over };
}

/** What the line says of a post or a comment. */
function told(of: Post | PostComment) {
  const { hidden_at: _hidden, ...rest } = of;
  if (!('my_reaction' in rest)) return { ...rest, ...counts };
  const { my_reaction: _own, pictures, ...state } = rest;
  return { ...state, pictures: pictures.length };
}

let posts: Post[];
let comments: PostComment[];
let sent: [method: string, path: string, body: unknown][];

function serve(me: Me = desk) {
  const list = (rows: () => object[]) => () => answer({ next: null, results: rows() });
  const take = async ({ request }: { request: Request }) => {
    const body = (await request.text()) || 'null';
    sent.push([request.method, new URL(request.url).pathname, JSON.parse(body)]);
  };
  server.use(
    signedInAs(me),
    http.get(
      address('/api/posts/'),
      list(() => posts),
    ),
    http.get(
      address('/api/comments/'),
      list(() => comments),
    ),
    http.post(address('/api/posts/'), async (asked) => {
      await take(asked);
      return answer(
        post({ id: 7, author: me.id, text: 'Hello', ...{ comment_count: 0, reactions: {}, tally: 0 } }),
      );
    }),
    http.delete(address('/api/posts/5/'), async (asked) => {
      await take(asked);
      posts = [];
      return new HttpResponse(null, { status: 204 });
    }),
    http.post(address('/api/posts/5/restore/'), async (asked) => {
      await take(asked);
      posts = [post({ author: me.id })];
      return answer(post({ author: me.id }));
    }),
    http.post(address('/api/reactions/'), async (asked) => {
      await take(asked);
      return answer({ id: 9, post: 5, user: me.id, user_name: 'Sofia', kind: 'love' });
    }),
    http.delete(address('/api/reactions/9/'), async (asked) => {
      await take(asked);
      return new HttpResponse(null, { status: 204 });
    }),
  );
}

beforeEach(() => {
  posts = [post()];
  comments = [comment()];
  sent = [];
  serve();
});

const articles = (name: RegExp) => screen.queryAllByRole('article', { name });
const texts = () => articles(/post$/).map((one) => one.querySelector('p')?.textContent);

it('what others post waits above until it is asked for, and one’s own is there at once', async () => {
  const { user, says, line } = await openAt('/feed');
  await waitFor(() => expect(texts()).toEqual(['First pull-up!']));
  expect([...line.topics.keys()]).toEqual(['feed']);
  const next = post({ id: 6, text: 'And a muscle-up', comment_count: 0, reactions: {}, tally: 0 });
  says(event('post.created', 41, told(next) as never));
  says(event('post.created', 41, told(next) as never));
  const pill = await screen.findByRole('button', { name: '1 new post' });
  expect(texts()).toEqual(['First pull-up!']);
  await user.type(screen.getByRole('textbox', { name: 'Write something' }), 'Hello');
  await user.click(screen.getByRole('button', { name: 'Post' }));
  await waitFor(() => expect(texts()).toEqual(['Hello', 'First pull-up!']));
  await user.click(pill);
  expect(texts()).toEqual(['Hello', 'And a muscle-up', 'First pull-up!']);
  says(
    event(
      'post.edited',
      42,
      told({ ...next, version: 2, text: 'Two', edited_at: written.created_at }) as never,
    ),
  );
  await waitFor(() => expect(texts()).toEqual(['Hello', 'Two', 'First pull-up!']));
  says(event('post.deleted', 43, { id: 6, version: 3 }));
  await waitFor(() => expect(texts()).toEqual(['Hello', 'First pull-up!']));
});

it('what was typed stays when it is refused, and sent again it is the same', async () => {
  server.use(
    http.post(
      address('/api/posts/'),
      async ({ request }) => {
        sent.push(['POST', '/api/posts/', await request.json()]);
        return refusal(400, 'invalid', { text: [{ code: 'odd_character', message: 'odd' }] });
      },
      { once: true },
    ),
  );
  const { user } = await openAt('/feed');
  const box = await screen.findByRole('textbox', { name: 'Write something' });
  await user.type(box, 'Hello');
  await user.click(screen.getByRole('button', { name: 'Post' }));
  await screen.findByText('This has characters that can’t be used here.');
  expect(box).toHaveValue('Hello');
  await user.click(screen.getByRole('button', { name: 'Post' }));
  await waitFor(() => expect(box).toHaveValue(''));
  expect(sent[0]).toEqual(sent[1]);
});

it('a reaction is set, counted as the line says, and taken back', async () => {
  const { user, says } = await openAt('/feed');
  const love = () => screen.findByRole('button', { name: /^Love/ });
  await user.click(await love());
  await waitFor(async () => expect(await love()).toHaveAttribute('aria-pressed', 'true'));
  const set = { id: 9, post: 5, user: desk.id, user_name: 'Sofia', kind: 'love' as const };
  says(event('reaction.changed', 42, { ...set, ...counts, reactions: { like: 2, love: 1 }, tally: 5 }));
  says(event('reaction.changed', 41, { ...set, ...counts, reactions: { like: 9 }, tally: 4 }));
  await waitFor(async () => expect(await love()).toHaveAccessibleName('Love, by 1'));
  await user.click(await love());
  await waitFor(async () => expect(await love()).toHaveAttribute('aria-pressed', 'false'));
  expect(sent.map(([method, path]) => `${method} ${path}`)).toEqual([
    'POST /api/reactions/',
    'DELETE /api/reactions/9/',
  ]);
});

it('comments come and go while they are open, replies below what they are to', async () => {
  const { user, says } = await openAt('/feed');
  await user.click(await screen.findByRole('button', { name: '1 comment' }));
  const list = await screen.findByRole('list', { name: 'Comments on Mia’s post' });
  const reply = comment({ id: 9, parent: 8, text: 'Thanks' });
  says(
    event('comment.created', 41, {
      ...(told(reply) as object),
      ...counts,
      comment_count: 2,
      tally: 4,
    } as never),
  );
  const [first] = within(list).getAllByRole('listitem');
  await waitFor(() => expect(within(first as HTMLElement).getByText('Thanks')).toBeVisible());
  expect(screen.getByRole('button', { name: '2 comments' })).toBeVisible();
  says(event('comment.hidden', 42, { id: 9, post: 5, version: 2, ...counts, tally: 5 }));
  await waitFor(() => expect(screen.queryByText('Thanks')).toBeNull());
  expect(screen.getByRole('button', { name: '1 comment' })).toBeVisible();
});

it('one’s own is deleted with the way back', async () => {
  posts = [post({ author: desk.id, created_at: new Date().toISOString() })];
  const { user } = await openAt('/feed');
  await user.click(await screen.findByRole('button', { name: 'What to do with what Mia wrote' }));
  expect(await screen.findByRole('menuitem', { name: 'Edit' })).toBeVisible();
  expect(screen.queryByRole('menuitem', { name: 'Hide from everybody' })).toBeNull();
  await user.click(screen.getByRole('menuitem', { name: 'Delete' }));
  await screen.findByText('Nothing posted yet');
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(texts()).toEqual(['First pull-up!']));
});

it('who moderates still sees what is hidden, others no longer', async () => {
  serve({ ...desk, permissions: [...desk.permissions, 'social.change_post'] });
  const { says } = await openAt('/feed');
  await waitFor(() => expect(texts()).toEqual(['First pull-up!']));
  posts = [post({ hidden_at: '2026-11-24T09:00:00Z', version: 2 })];
  says(event('post.hidden', 41, { id: 5, version: 2 }));
  await screen.findByText('Only those who moderate see this.');
  expect(texts()).toEqual(['First pull-up!']);
});

it('a member blocks somebody, is asked first, and can take it back', async () => {
  serve({ ...desk, is_staff: false, roles: ['member'], permissions: [] });
  server.use(
    http.post(address('/api/blocks/'), async ({ request }) => {
      sent.push(['POST', '/api/blocks/', await request.json()]);
      return answer({ id: 3, other: 30, other_name: 'Mia', created_at: written.created_at });
    }),
    http.delete(address('/api/blocks/3/'), ({ request }) => {
      sent.push([request.method, '/api/blocks/3/', null]);
      return new HttpResponse(null, { status: 204 });
    }),
  );
  const { user, says } = await openAt('/feed');
  await user.click(await screen.findByRole('button', { name: 'What to do with what Mia wrote' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Block Mia' }));
  const dialog = await screen.findByRole('dialog', { name: 'Block Mia?' });
  expect(sent).toEqual([]);
  await user.click(within(dialog).getByRole('button', { name: 'Block' }));
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(sent.map(([method]) => method)).toEqual(['POST', 'DELETE']));
  expect(sent[0]?.[2]).toEqual({ other: 30 });
  // What is there to be seen is asked for anew when the line says so, and not before.
  posts = [];
  expect(texts()).toEqual(['First pull-up!']);
  says(event('user.blocks_changed', 41, { id: desk.id }));
  await screen.findByText('Nothing posted yet');
});

it('who isn’t told of a reaction is told the counts', async () => {
  const { says } = await openAt('/feed');
  await screen.findByRole('button', { name: 'Love, by 0' });
  says(event('post.counted', 41, { post: 5, comment_count: 2, reactions: { love: 3 }, tally: 4 }));
  expect(await screen.findByRole('button', { name: 'Love, by 3' })).toBeVisible();
  expect(screen.getByRole('button', { name: '2 comments' })).toBeVisible();
});
