import { LIST } from '../../api/api';
import type { Post, PostComment } from '../../api/shapes';
import type { EventOf } from '../../realtime/event';
import type { LiveStore } from '../../realtime/live';
import { feedApi, type Stretch } from './api';

const { updateQueryData, invalidateTags } = feedApi.util;

type PostState = EventOf<'post.created'>['data'];
type CommentState = EventOf<'comment.created'>['data'];
type Counts = Pick<Post, 'comment_count' | 'reactions' | 'tally'>;

/** What was posted or edited, as its writer's own answer or as the line tells it. */
export function putPost(post: Post | PostState, store: LiveStore): void {
  const { data } = feedApi.endpoints.listPosts.select()(store.getState());
  const isHeld = data && find(data.pages, post.id) !== undefined;
  // Links to pictures are given to who asks.
  if (!isHeld && !isWhole(post) && post.pictures > 0) {
    readPosts(store);
    return;
  }
  inPosts(store, (pages) => {
    const held = find(pages, post.id);
    if (!held) {
      insert(pages, isWhole(post) ? post : shownOf(post));
      return;
    }
    if (held.version < post.version) Object.assign(held, factsOf(post));
    count(held, post);
  });
}

export function dropPost(id: number, store: LiveStore): void {
  inPosts(store, (pages) => remove(pages, id));
}

/** It was deleted or hidden and is there again: what each made of it is asked for. */
export function readPosts({ dispatch }: LiveStore): void {
  dispatch(invalidateTags([{ type: 'Post', id: LIST }]));
}

export function readComments(post: number, { dispatch }: LiveStore): void {
  dispatch(invalidateTags([{ type: 'Comment', id: post }]));
}

/** Of two states of a post's counts the one with the greater tally holds, whichever comes first. */
export function putCounts(post: number, counts: Counts, store: LiveStore): void {
  inPosts(store, (pages) => {
    const held = find(pages, post);
    if (held) count(held, counts);
  });
}

export function putReaction(
  { post, id, kind, ...counts }: EventOf<'reaction.changed'>['data'],
  store: LiveStore,
  isOwn: boolean,
): void {
  inPosts(store, (pages) => {
    const held = find(pages, post);
    if (!held || held.tally >= counts.tally) return;
    if (isOwn) Object.assign(held, { my_reaction: id === null || kind === null ? null : { id, kind } });
    count(held, counts);
  });
}

export function putOwnReaction(post: number, reaction: Post['my_reaction'], store: LiveStore): void {
  inPosts(store, (pages) => {
    const held = find(pages, post);
    if (held) Object.assign(held, { my_reaction: reaction });
  });
}

export function putComment(comment: PostComment | CommentState, { dispatch }: LiveStore): void {
  dispatch(
    updateQueryData('listComments', comment.post, ({ pages }) => {
      const held = find(pages, comment.id);
      const { id, version, post, parent, author, author_name, text, created_at, edited_at, client_id } =
        comment;
      const facts = {
        id,
        version,
        post,
        parent,
        author,
        author_name,
        text,
        created_at,
        edited_at,
        client_id,
      };
      if (!held) insert(pages, { ...facts, hidden_at: null });
      else if (held.version < version) Object.assign(held, facts);
    }),
  );
}

export function dropComment(id: number, post: number, { dispatch }: LiveStore): void {
  dispatch(updateQueryData('listComments', post, ({ pages }) => remove(pages, id)));
}

function inPosts({ dispatch }: LiveStore, change: (pages: Stretch<Post>[]) => void): void {
  dispatch(updateQueryData('listPosts', undefined, ({ pages }) => change(pages)));
}

function find<Row extends { id: number }>(pages: Stretch<Row>[], id: number): Row | undefined {
  return pages.flatMap(({ results }) => results).find((row) => row.id === id);
}

function remove(pages: Stretch<{ id: number }>[], id: number): void {
  for (const page of pages) page.results = page.results.filter((row) => row.id !== id);
}

/** Ids grow in the order of writing, so one that is older than the oldest shown belongs to a page not yet read. */
function insert<Row extends { id: number }>(pages: Stretch<Row>[], row: Row): void {
  const page = pages.find(({ results }) => results.some(({ id }) => id < row.id));
  const last = pages.at(-1);
  if (!page && (!last || last.next)) return;
  const { results } = page ?? last ?? { results: [] };
  const at = results.findIndex(({ id }) => id < row.id);
  results.splice(at === -1 ? results.length : at, 0, row);
}

function count(held: Post, { comment_count, reactions, tally }: Counts): void {
  if (held.tally < tally) Object.assign(held, { comment_count, reactions, tally });
}

function factsOf({ version, author_name, text, edited_at }: Post | PostState) {
  return { version, author_name, text, edited_at };
}

function isWhole(post: Post | PostState): post is Post {
  return 'hidden_at' in post;
}

/** Nobody has reacted to what has just been written. */
function shownOf(post: PostState): Post {
  return { ...post, pictures: [], hidden_at: null, my_reaction: null };
}
