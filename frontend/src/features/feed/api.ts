import { api, LIST } from '../../api/api';
import type { Post, PostComment } from '../../api/shapes';

/** A page of what grows at its head; `next` is null when there is nothing older. */
export interface Stretch<Row> {
  next: string | null;
  results: Row[];
}

const older = {
  initialPageParam: null,
  getNextPageParam: ({ next, results }: Stretch<{ id: number }>) => (next ? results.at(-1)?.id : undefined),
};
const before = (id: number | null) => (id === null ? {} : { before: id });

export const feedApi = api.injectEndpoints({
  endpoints: (build) => ({
    listPosts: build.infiniteQuery<Stretch<Post>, void, number | null>({
      query: ({ pageParam }) => ({ url: '/api/posts/', params: before(pageParam) }),
      infiniteQueryOptions: older,
      providesTags: [{ type: 'Post', id: LIST }],
    }),
    listComments: build.infiniteQuery<Stretch<PostComment>, number, number | null>({
      query: ({ queryArg: post, pageParam }) => ({
        url: '/api/comments/',
        params: { post, ...before(pageParam) },
      }),
      infiniteQueryOptions: older,
      providesTags: (_answer, _error, post) => [{ type: 'Comment', id: post }],
    }),
  }),
});

export const { useListPostsInfiniteQuery, useListCommentsInfiniteQuery } = feedApi;
