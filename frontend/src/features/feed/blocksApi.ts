import { LIST } from '../../api/api';
import type { Block } from '../../api/shapes';
import { feedApi, type Stretch } from './api';

const BLOCKS = [{ type: 'Block' as const, id: LIST }];

/** What each sees of the feed is read anew when the line says that blocks have changed. */
export const blocksApi = feedApi.injectEndpoints({
  endpoints: (build) => ({
    listBlocks: build.query<Stretch<Block>, void>({
      query: () => ({ url: '/api/blocks/', params: { page_size: 100 } }),
      providesTags: BLOCKS,
    }),
    block: build.mutation<Block, number>({
      query: (other) => ({ url: '/api/blocks/', method: 'POST', body: { other } }),
      invalidatesTags: BLOCKS,
    }),
    unblock: build.mutation<null, number>({
      query: (id) => ({ url: `/api/blocks/${id}/`, method: 'DELETE' }),
      invalidatesTags: BLOCKS,
    }),
  }),
});

export const { useListBlocksQuery, useBlockMutation, useUnblockMutation } = blocksApi;
