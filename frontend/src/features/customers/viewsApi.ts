import { api, LIST } from '../../api/api';
import type { CustomerView, CustomerViewChange, CustomerViewInput } from '../../api/shapes';
import { wholeList } from '../../api/wholeList';

const MOST_VIEWS = 500;
const views = [{ type: 'CustomerView', id: LIST } as const];

/** Saved views: one's own and those that are shared with the staff. */
export const viewsApi = api.injectEndpoints({
  endpoints: (build) => ({
    listViews: build.query<CustomerView[], void>({
      queryFn: (_nothing, _store, _options, read) =>
        wholeList<CustomerView>(read, '/api/customer-views/', MOST_VIEWS),
      providesTags: views,
    }),
    createView: build.mutation<CustomerView, CustomerViewInput>({
      query: (body) => ({ url: '/api/customer-views/', method: 'POST', body }),
      invalidatesTags: (created) => (created ? views : []),
    }),
    changeView: build.mutation<CustomerView, { id: number; version: number; change: CustomerViewChange }>({
      query: ({ id, version, change }) => ({
        url: `/api/customer-views/${id}/`,
        method: 'PATCH',
        body: change,
        headers: { 'If-Match': `"${version}"` },
      }),
      // After a refusal, too: somebody else has changed or deleted it.
      invalidatesTags: views,
    }),
    deleteView: build.mutation<null, number>({
      query: (id) => ({ url: `/api/customer-views/${id}/`, method: 'DELETE' }),
      invalidatesTags: views,
    }),
  }),
});

export const { useListViewsQuery, useCreateViewMutation, useChangeViewMutation, useDeleteViewMutation } =
  viewsApi;
