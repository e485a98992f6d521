import { api, LIST } from '../../api/api';
import type {
  Closure,
  ClosureInput,
  ClosureOutcome,
  Page,
  TimeOff,
  TimeOffEntered,
  TimeOffInput,
  WorkingHours,
  WorkingHoursInput,
} from '../../api/shapes';

export interface ClosureListArgs {
  page: number;
  /** Days: those that end on it or later, or that began before it. */
  from?: string;
  to?: string;
  ordering: string;
}

interface SaveClosure {
  id?: number;
  version?: number;
  closure: ClosureInput;
}

export const hoursApi = api.injectEndpoints({
  endpoints: (build) => ({
    listClosures: build.query<Page<Closure>, ClosureListArgs>({
      query: (params) => ({ url: '/api/closures/', params }),
      providesTags: [{ type: 'Closure', id: LIST }],
    }),
    /** What it would cancel, by the rule by which it is entered. Nothing happens. */
    previewClosure: build.mutation<ClosureOutcome, SaveClosure>({
      query: (asked) => {
        const { body, ...request } = requestOf(asked);
        return { ...request, body: { ...body, preview: true } };
      },
    }),
    saveClosure: build.mutation<ClosureOutcome, SaveClosure>({
      query: requestOf,
      invalidatesTags: (saved) => (saved ? [{ type: 'Closure', id: LIST }] : []),
    }),
    liftClosure: build.mutation<null, number>({
      query: (id) => ({ url: `/api/closures/${id}/`, method: 'DELETE' }),
      invalidatesTags: (_done, error) => (error ? [] : [{ type: 'Closure', id: LIST }]),
    }),
    listHours: build.query<Page<WorkingHours>, { page: number; search: string }>({
      query: ({ page, search }) => ({
        url: '/api/working-hours/',
        params: { page, ...(search && { search }) },
      }),
      providesTags: [{ type: 'WorkingHours', id: LIST }],
    }),
    getHours: build.query<WorkingHours, number>({
      query: (trainer) => ({ url: `/api/working-hours/${trainer}/` }),
      providesTags: [{ type: 'WorkingHours', id: LIST }],
    }),
    setHours: build.mutation<
      WorkingHours,
      { trainer: number; version: number | undefined; hours: WorkingHoursInput }
    >({
      query: ({ trainer, version, hours }) => ({
        url: `/api/working-hours/${trainer}/`,
        method: 'PUT',
        body: hours,
        ...(version !== undefined && { headers: { 'If-Match': `"${version}"` } }),
      }),
      invalidatesTags: (saved) => (saved ? [{ type: 'WorkingHours', id: LIST }] : []),
    }),
    listTimeOff: build.query<Page<TimeOff>, { trainer: number; from: string; page: number }>({
      query: (params) => ({ url: '/api/time-off/', params }),
      providesTags: [{ type: 'TimeOff', id: LIST }],
    }),
    enterTimeOff: build.mutation<TimeOffEntered, TimeOffInput>({
      query: (body) => ({ url: '/api/time-off/', method: 'POST', body }),
      invalidatesTags: (entered) => (entered ? [{ type: 'TimeOff', id: LIST }] : []),
    }),
    changeTimeOff: build.mutation<
      TimeOffEntered,
      { id: number; version: number; change: Omit<TimeOffInput, 'trainer'> }
    >({
      query: ({ id, version, change }) => ({
        url: `/api/time-off/${id}/`,
        method: 'PATCH',
        body: change,
        headers: { 'If-Match': `"${version}"` },
      }),
      invalidatesTags: [{ type: 'TimeOff', id: LIST }],
    }),
    withdrawTimeOff: build.mutation<null, number>({
      query: (id) => ({ url: `/api/time-off/${id}/`, method: 'DELETE' }),
      invalidatesTags: (_done, error) => (error ? [] : [{ type: 'TimeOff', id: LIST }]),
    }),
  }),
});

export const {
  useListClosuresQuery,
  usePreviewClosureMutation,
  useSaveClosureMutation,
  useLiftClosureMutation,
  useListHoursQuery,
  useGetHoursQuery,
  useSetHoursMutation,
  useListTimeOffQuery,
  useEnterTimeOffMutation,
  useChangeTimeOffMutation,
  useWithdrawTimeOffMutation,
} = hoursApi;

function requestOf({ id, version, closure }: SaveClosure) {
  return {
    url: id ? `/api/closures/${id}/` : '/api/closures/',
    method: id ? 'PATCH' : 'POST',
    body: closure,
    ...(version !== undefined && { headers: { 'If-Match': `"${version}"` } }),
  };
}
