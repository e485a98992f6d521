import i18next from 'i18next';
import { LIST } from '../../api/api';
import type { Post, PostComment, Reaction } from '../../api/shapes';
import { sayRefused } from '../../components/toast';
import type { LiveStore } from '../../realtime/live';
import { feedApi } from './api';
import { dropComment, dropPost, putComment, putOwnReaction, putPost } from './patching';
import type { WithUnsent } from './unsent';

export type ReactionKind = Reaction['kind'];

/** Characters, as the server has it (`social/api/comments.py`). */
export const COMMENT_LENGTH = 2000;

/** `client_id`: the same for each try, so that it is said once. */
export interface NewComment {
  post: number;
  parent: number | null;
  text: string;
  client_id: string;
}

/** `pictures`: uploads that were checked, in their order. */
interface NewPost {
  text: string;
  client_id: string;
  pictures: { id: string; alt: string }[];
}

export const writingApi = feedApi.injectEndpoints({
  endpoints: (build) => ({
    createPost: build.mutation<Post, NewPost>({
      query: (body) => ({ url: '/api/posts/', method: 'POST', body }),
      onQueryStarted: (_args, life) => put(life, putPost),
    }),
    /** Said when the server can be reached; until then `unsent.ts` holds it. */
    createComment: build.mutation<PostComment, NewComment>({
      query: (body) => ({ url: '/api/comments/', method: 'POST', body, queueable: true }),
      onQueryStarted: ({ client_id }, life) => saying(client_id, life),
    }),
    editPost: build.mutation<Post, { id: number; version: number; text: string }>({
      query: ({ id, version, text }) => edit('posts', id, version, text),
      onQueryStarted: (_args, life) => put(life, putPost),
    }),
    editComment: build.mutation<PostComment, { id: number; version: number; text: string }>({
      query: ({ id, version, text }) => edit('comments', id, version, text),
      onQueryStarted: (_args, life) => put(life, putComment),
    }),
    deletePost: build.mutation<null, number>({
      query: (id) => ({ url: `/api/posts/${id}/`, method: 'DELETE' }),
      onQueryStarted: async (id, { queryFulfilled, ...store }) => {
        if (await queryFulfilled.catch(() => null)) dropPost(id, store);
      },
    }),
    deleteComment: build.mutation<null, { id: number; post: number }>({
      query: ({ id }) => ({ url: `/api/comments/${id}/`, method: 'DELETE' }),
      onQueryStarted: async ({ id, post }, { queryFulfilled, ...store }) => {
        if (await queryFulfilled.catch(() => null)) dropComment(id, post, store);
      },
    }),
    /** What comes back is read again with what was said under it. */
    movePost: build.mutation<Post, { id: number; to: 'restore' | 'hide' | 'show' }>({
      query: ({ id, to }) => ({ url: `/api/posts/${id}/${to}/`, method: 'POST' }),
      invalidatesTags: (moved) => (moved ? [{ type: 'Post', id: LIST }] : []),
    }),
    moveComment: build.mutation<PostComment, { id: number; post: number; to: 'restore' | 'hide' | 'show' }>({
      query: ({ id, to }) => ({ url: `/api/comments/${id}/${to}/`, method: 'POST' }),
      invalidatesTags: (moved, _error, { post }) => (moved ? [{ type: 'Comment', id: post }] : []),
    }),
    react: build.mutation<Reaction, { post: number; kind: ReactionKind }>({
      query: (body) => ({ url: '/api/reactions/', method: 'POST', body }),
      onQueryStarted: (_args, life) =>
        put(life, ({ post, id, kind }, store) => putOwnReaction(post, { id, kind }, store)),
    }),
    takeReactionBack: build.mutation<null, { id: number; post: number }>({
      query: ({ id }) => ({ url: `/api/reactions/${id}/`, method: 'DELETE' }),
      onQueryStarted: async ({ post }, { queryFulfilled, ...store }) => {
        if (await queryFulfilled.catch(() => null)) putOwnReaction(post, null, store);
      },
    }),
  }),
});

export const {
  useCreatePostMutation,
  useCreateCommentMutation,
  useEditPostMutation,
  useEditCommentMutation,
  useDeletePostMutation,
  useDeleteCommentMutation,
  useMovePostMutation,
  useMoveCommentMutation,
  useReactMutation,
  useTakeReactionBackMutation,
} = writingApi;

function edit(kind: 'posts' | 'comments', id: number, version: number, text: string) {
  return {
    url: `/api/${kind}/${id}/`,
    method: 'PATCH',
    body: { text },
    headers: { 'If-Match': `"${version}"` },
  };
}

/** Who is told of a refusal only after a while may be somewhere else by then. */
async function saying(
  client_id: string,
  life: LiveStore & { queryFulfilled: Promise<{ data: PostComment }> },
): Promise<void> {
  await put(life, putComment);
  const { unsent } = life.getState() as ReturnType<LiveStore['getState']> & WithUnsent;
  const held = unsent.find((one) => one.client_id === client_id);
  if (held?.state === 'refused' && held.hasWaited) sayRefused(i18next.t('feed.refusedLater'));
}

async function put<Said>(
  { queryFulfilled, ...store }: LiveStore & { queryFulfilled: Promise<{ data: Said }> },
  into: (said: Said, store: LiveStore) => void,
): Promise<void> {
  const { data } = await queryFulfilled.catch(() => ({ data: null }));
  if (data) into(data, store);
}
