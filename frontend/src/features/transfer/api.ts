import { api, LIST } from '../../api/api';
import type { Page } from '../../api/shapes';
import type { paths } from '../../api/schema.gen';
import type { EventOf } from '../../realtime/event';
import type { LiveStore } from '../../realtime/live';

type Ok<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;

export type Import = Ok<'/api/imports/{id}/'>;
export type ImportField = NonNullable<Import['mapping'][number]>;
export type Problem = Ok<'/api/imports/{id}/problems/'>['results'][number];
export type MergePreview = Ok<'/api/customers/{id}/merge/'>;
export type MergeChoice = MergePreview['choices'][number];
export type ShortMember = MergePreview['kept'];
export type Pair = Ok<'/api/customers/duplicates/'>[number];
export type ErasurePreview = Ok<'/api/customers/{id}/erasure/'>;

export interface MergeArgs {
  id: number;
  other: number;
  fields_from: Record<string, MergeChoice['chosen']>;
  void: number[];
  login?: 'kept' | 'merged';
}

const members = [{ type: 'Customer' as const, id: LIST }, { type: 'Duplicate' as const }];

export const transferApi = api.injectEndpoints({
  endpoints: (build) => ({
    listImports: build.query<Import[], void>({
      query: () => ({ url: '/api/imports/' }),
      transformResponse: ({ results }: Page<Import>) => results,
      providesTags: [{ type: 'Import', id: LIST }],
    }),
    getImport: build.query<Import, number>({
      query: (id) => ({ url: `/api/imports/${id}/` }),
      providesTags: (_answer, _error, id) => [{ type: 'Import', id }],
    }),
    listProblems: build.query<Page<Problem>, { id: number; page: number; version: number }>({
      query: ({ id, page }) => ({ url: `/api/imports/${id}/problems/`, params: { page } }),
    }),
    uploadImport: build.mutation<Import, File>({
      query: (file) => {
        const body = new FormData();
        body.append('file', file);
        return { url: '/api/imports/', method: 'POST', body };
      },
      invalidatesTags: (made) => (made ? [{ type: 'Import', id: LIST }] : []),
    }),
    changeImport: build.mutation<
      Import,
      { id: number; mapping?: (ImportField | null)[]; date_order?: Import['date_order'] }
    >({
      query: ({ id, ...body }) => ({ url: `/api/imports/${id}/`, method: 'PATCH', body }),
      onQueryStarted: keep,
    }),
    checkImport: build.mutation<Import, { id: number }>({
      query: ({ id }) => ({ url: `/api/imports/${id}/check/`, method: 'POST' }),
      onQueryStarted: keep,
    }),
    startImport: build.mutation<Import, { id: number }>({
      query: ({ id }) => ({ url: `/api/imports/${id}/start/`, method: 'POST' }),
      onQueryStarted: keep,
    }),
    discardImport: build.mutation<null, number>({
      query: (id) => ({ url: `/api/imports/${id}/`, method: 'DELETE' }),
      invalidatesTags: [{ type: 'Import', id: LIST }],
    }),
    listDuplicates: build.query<Pair[], void>({
      query: () => ({ url: '/api/customers/duplicates/' }),
      providesTags: [{ type: 'Duplicate' }],
    }),
    previewMerge: build.query<MergePreview, { id: number; other: number }>({
      query: ({ id, other }) => ({ url: `/api/customers/${id}/merge/`, params: { other } }),
      keepUnusedDataFor: 0,
    }),
    mergeMembers: build.mutation<ShortMember, MergeArgs>({
      query: ({ id, ...body }) => ({ url: `/api/customers/${id}/merge/`, method: 'POST', body }),
      invalidatesTags: (kept, _error, { id }) => (kept ? [...members, { type: 'Customer', id }] : []),
    }),
    previewErasure: build.query<ErasurePreview, number>({
      query: (id) => ({ url: `/api/customers/${id}/erasure/` }),
      keepUnusedDataFor: 0,
    }),
    eraseMember: build.mutation<null, number>({
      query: (id) => ({ url: `/api/customers/${id}/erasure/`, method: 'POST' }),
      invalidatesTags: (_answer, error) => (error ? [] : members),
    }),
  }),
});

export const {
  useListImportsQuery,
  useGetImportQuery,
  useListProblemsQuery,
  useUploadImportMutation,
  useChangeImportMutation,
  useCheckImportMutation,
  useStartImportMutation,
  useDiscardImportMutation,
  useListDuplicatesQuery,
  usePreviewMergeQuery,
  useMergeMembersMutation,
  usePreviewErasureQuery,
  useEraseMemberMutation,
} = transferApi;

const { updateQueryData, invalidateTags } = transferApi.util;

interface Started extends LiveStore {
  queryFulfilled: Promise<{ data: Import }>;
}

async function keep(_args: unknown, { queryFulfilled, ...store }: Started): Promise<void> {
  const answer = await queryFulfilled.catch(() => null);
  // Its event may have been here before it, with the version and without the columns.
  if (answer) put(answer.data, store, (held, version) => held <= version);
}

/** Puts what is newer than what is held, wherever it is held. */
function put(
  moved: Partial<Import> & Pick<Import, 'id' | 'version'>,
  { dispatch }: Pick<LiveStore, 'dispatch'>,
  isNewer = (held: number, version: number) => held < version,
) {
  dispatch(
    updateQueryData('getImport', moved.id, (held) => {
      if (isNewer(held.version, moved.version)) Object.assign(held, moved);
    }),
  );
  dispatch(
    updateQueryData('listImports', undefined, (rows) => {
      const held = rows.find(({ id }) => id === moved.id);
      if (held && isNewer(held.version, moved.version)) Object.assign(held, moved);
    }),
  );
}

/** The event says how far it is; when it has ended, what an event doesn't carry is read again. */
export function importMoved({ data }: EventOf<'import.moved'>, store: LiveStore): void {
  put(data as Partial<Import> & Pick<Import, 'id' | 'version'>, store);
  // What its columns are may have been said on another screen.
  if (data.state === 'uploaded' || data.state === 'done' || data.state === 'failed') {
    store.dispatch(
      invalidateTags([
        { type: 'Import', id: LIST },
        { type: 'Import', id: data.id },
      ]),
    );
  }
}

/** Who is in the list has changed, and perhaps who is open. */
export function membersMoved(ids: number[], { dispatch }: LiveStore): void {
  dispatch(invalidateTags([...members, ...ids.map((id) => ({ type: 'Customer' as const, id }))]));
}
