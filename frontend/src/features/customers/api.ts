import { api, LIST } from '../../api/api';
import type {
  ConsentChange,
  ConsentState,
  CursorPage,
  Customer,
  CustomerChange,
  CustomerInput,
  HistoryEntry,
  MemberRow,
  Page,
  Tag,
} from '../../api/shapes';
import { wholeList } from '../../api/wholeList';
import { removeRow, replaceNewer } from '../../api/versions';
import type { LiveStore } from '../../realtime/live';
import type { MemberQuestion } from './memberQuestion';

export interface MemberListArgs extends MemberQuestion {
  /** Where the page begins, as the page beside it said; none: at the beginning. */
  cursor?: string;
}

/** A plan or a tag, by which members are told apart. */
export interface Marked {
  id: number;
  name: string;
  colour: string;
}

/** Members by id, or all that a question finds. */
export type Chosen = { ids: number[] } | { question: MemberQuestion };
export type MarkArgs = Chosen & { tag: number; on: boolean };

/** How many there are; `more` than that is not counted. */
export interface MemberCount {
  count: number;
  more: boolean;
}

const MOST_TAGS = 1000;

export const customersApi = api.injectEndpoints({
  endpoints: (build) => ({
    listCustomers: build.query<CursorPage<MemberRow>, MemberListArgs>({
      query: (params) => ({ url: '/api/customers/', params }),
      transformResponse: ({ next, previous, results }: CursorPage<MemberRow>) => ({
        next: cursorOf(next),
        previous: cursorOf(previous),
        results,
      }),
      providesTags: [{ type: 'Customer', id: LIST }],
    }),
    countCustomers: build.query<MemberCount, MemberQuestion>({
      query: (params) => ({ url: '/api/customers/count/', params }),
      providesTags: [{ type: 'Customer', id: LIST }],
    }),
    getCustomer: build.query<Customer, number>({
      query: (id) => ({ url: `/api/customers/${id}/` }),
      providesTags: (_answer, _error, id) => [{ type: 'Customer', id }],
    }),
    listTags: build.query<Tag[], void>({
      queryFn: (_nothing, _store, _options, read) => wholeList<Tag>(read, '/api/tags/', MOST_TAGS),
      providesTags: [{ type: 'Tag', id: LIST }],
    }),
    listPlansOfMembers: build.query<Marked[], void>({
      query: () => ({ url: '/api/plans/', params: { page_size: 100 } }),
      transformResponse: ({ results }: Page<Marked>) => results,
    }),
    createTag: build.mutation<Tag, Pick<Tag, 'name'>>({
      query: (body) => ({ url: '/api/tags/', method: 'POST', body }),
      invalidatesTags: (created) => (created ? [{ type: 'Tag', id: LIST }] : []),
    }),
    getHistory: build.query<Page<HistoryEntry>, { id: number; page: number }>({
      query: ({ id, page }) => ({ url: `/api/customers/${id}/history/`, params: { page } }),
      providesTags: (_answer, _error, { id }) => [{ type: 'History', id }],
    }),
    getConsents: build.query<ConsentState[], number>({
      query: (id) => ({ url: `/api/customers/${id}/consents/` }),
      providesTags: (_answer, _error, id) => [{ type: 'Customer', id }],
    }),
    changeConsent: build.mutation<ConsentState[], { id: number; change: ConsentChange }>({
      query: ({ id, change }) => ({ url: `/api/customers/${id}/consents/`, method: 'POST', body: change }),
      invalidatesTags: (answer, _error, { id }) =>
        answer
          ? [
              { type: 'Customer', id },
              { type: 'History', id },
            ]
          : [],
    }),
    markCustomers: build.mutation<{ changed: number[] }, MarkArgs>({
      query: (body) => ({ url: '/api/customers/mark/', method: 'POST', body }),
      invalidatesTags: (done) => (done ? [{ type: 'Customer', id: LIST }] : []),
    }),
    createCustomer: build.mutation<Customer, CustomerInput>({
      query: (body) => ({ url: '/api/customers/', method: 'POST', body }),
      invalidatesTags: (created) => (created ? [{ type: 'Customer', id: LIST }] : []),
    }),
    updateCustomer: build.mutation<
      Customer,
      { id: number; version: number | undefined; change: CustomerChange }
    >({
      query: ({ id, version, change }) => ({
        url: `/api/customers/${id}/`,
        method: 'PATCH',
        body: change,
        ...(version !== undefined && { headers: { 'If-Match': `"${version}"` } }),
      }),
      invalidatesTags: (changed) => (changed ? [{ type: 'History', id: changed.id }] : []),
      onQueryStarted: async (_args, { queryFulfilled, ...store }) => {
        const { data } = await queryFulfilled.catch(() => ({ data: null }));
        if (data) putCustomer(data, store);
      },
    }),
    deleteCustomer: build.mutation<null, number>({
      query: (id) => ({ url: `/api/customers/${id}/`, method: 'DELETE' }),
      onQueryStarted: async (id, { queryFulfilled, ...store }) => {
        const gone = await queryFulfilled.catch(() => null);
        if (gone) dropCustomer(id, store);
      },
    }),
  }),
});

export const {
  useListCustomersQuery,
  useCountCustomersQuery,
  useGetCustomerQuery,
  useListTagsQuery,
  useListPlansOfMembersQuery,
  useCreateTagMutation,
  useGetHistoryQuery,
  useGetConsentsQuery,
  useChangeConsentMutation,
  useMarkCustomersMutation,
  useCreateCustomerMutation,
  useUpdateCustomerMutation,
  useDeleteCustomerMutation,
} = customersApi;

function cursorOf(address: string | null): string | null {
  return address && new URL(address).searchParams.get('cursor');
}

const { selectCachedArgsForQuery, updateQueryData, invalidateTags } = customersApi.util;

/** Puts what a write answered with wherever the member is held. */
function putCustomer(customer: Customer, { dispatch, getState }: LiveStore): void {
  dispatch(updateQueryData('getCustomer', customer.id, (held) => void replaceNewer([held], customer)));
  // Tags are ids here and words in a row: the row keeps those it has until the list is read again.
  const { tags: _tags, ...row } = customer;
  for (const args of selectCachedArgsForQuery(getState(), 'listCustomers')) {
    dispatch(updateQueryData('listCustomers', args, ({ results }) => void replaceNewer(results, row)));
  }
}

/** Takes a member out at once; the lists are then read again for the row that moves up. */
export function dropCustomer(id: number, { dispatch, getState }: LiveStore): void {
  for (const args of selectCachedArgsForQuery(getState(), 'listCustomers')) {
    dispatch(updateQueryData('listCustomers', args, (page) => removeRow(page, id)));
  }
  dispatch(invalidateTags([{ type: 'Customer', id: LIST }]));
}

/** Every place that holds this member. */
export function heldRows(id: number, { getState }: LiveStore): Pick<Customer, 'version' | 'picture'>[] {
  const state = getState();
  return [
    customersApi.endpoints.getCustomer.select(id)(state).data,
    ...selectCachedArgsForQuery(state, 'listCustomers').map((args) =>
      customersApi.endpoints.listCustomers
        .select(args)(state)
        .data?.results.find((row) => row.id === id),
    ),
  ].filter((row) => row !== undefined);
}

/** The version of a member that every place holding it already shows, or none when it is held nowhere. */
export function heldVersion(id: number, store: LiveStore): number | undefined {
  const held = heldRows(id, store);
  return held.length > 0 ? Math.min(...held.map((row) => row.version)) : undefined;
}
