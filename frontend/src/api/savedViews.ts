import { api } from './api';
import type { CustomerView, CustomerViewInput, TaskView, TaskViewInput } from './shapes';
import { wholeList } from './wholeList';

/** Which list's views are meant: each has a route of its own. */
export type ViewsPath = '/api/customer-views/' | '/api/task-views/';

/** What is asked for; an answer holds no more of it than what was sent. */
export type ViewQuestion = (CustomerViewInput | TaskViewInput)['question'];
export type SavedView = Omit<CustomerView | TaskView, 'question'> & { question: ViewQuestion };
export type SavedViewValues = Partial<Pick<SavedView, 'name' | 'question' | 'shared'>>;

const MOST_VIEWS = 500;
export const viewsTag = (path: ViewsPath) => ({ type: 'SavedView', id: path }) as const;

/** Saved views of any list: one's own and those that are shared with the staff. */
export const savedViewsApi = api.injectEndpoints({
  endpoints: (build) => ({
    listViews: build.query<SavedView[], ViewsPath>({
      queryFn: (path, _store, _options, read) => wholeList<SavedView>(read, path, MOST_VIEWS),
      providesTags: (_views, _error, path) => [viewsTag(path)],
    }),
    createView: build.mutation<SavedView, { path: ViewsPath; values: SavedViewValues }>({
      query: ({ path, values }) => ({ url: path, method: 'POST', body: values }),
      invalidatesTags: (created, _error, { path }) => (created ? [viewsTag(path)] : []),
    }),
    changeView: build.mutation<
      SavedView,
      { path: ViewsPath; id: number; version: number; change: SavedViewValues }
    >({
      query: ({ path, id, version, change }) => ({
        url: `${path}${id}/`,
        method: 'PATCH',
        body: change,
        headers: { 'If-Match': `"${version}"` },
      }),
      // After a refusal, too: somebody else has changed or deleted it.
      invalidatesTags: (_changed, _error, { path }) => [viewsTag(path)],
    }),
    deleteView: build.mutation<null, { path: ViewsPath; id: number }>({
      query: ({ path, id }) => ({ url: `${path}${id}/`, method: 'DELETE' }),
      invalidatesTags: (_gone, _error, { path }) => [viewsTag(path)],
    }),
  }),
});

export const { useListViewsQuery, useCreateViewMutation, useChangeViewMutation, useDeleteViewMutation } =
  savedViewsApi;
