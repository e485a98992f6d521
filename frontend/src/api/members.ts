import { api, LIST } from './api';
import type { Customer, CursorPage, MemberRow } from './shapes';

/** So many of those found are shown to choose from. */
const MOST = 8;

const membersApi = api.injectEndpoints({
  endpoints: (build) => ({
    /** The first of those whom the search finds, the best match first; of all by name for an empty one. */
    findMembers: build.query<MemberRow[], string>({
      query: (search) => ({ url: '/api/customers/', params: { page_size: MOST, ...(search && { search }) } }),
      transformResponse: ({ results }: CursorPage<MemberRow>) => results,
      providesTags: [{ type: 'Customer', id: LIST }],
    }),
    /** Whom something is about: for the name, and the picture, which comes by links of minutes. */
    getMember: build.query<Customer, number>({
      query: (id) => ({ url: `/api/customers/${id}/` }),
      providesTags: (_answer, _error, id) => [{ type: 'Customer', id }],
    }),
  }),
});

export const { useFindMembersQuery, useGetMemberQuery } = membersApi;
