import { api, LIST } from '../../api/api';
import type {
  ClassSession,
  Closure,
  ClosureInput,
  Page,
  TimeOff,
  TimeOffEntered,
  TimeOffInput,
  WorkingHours,
  WorkingHoursInput,
} from '../../api/shapes';
import { daysLater } from '../../i18n/dates';

export interface ClosureListArgs {
  page: number;
  /** Days: those that end on it or later, or that began before it. */
  from?: string;
  to?: string;
  ordering: string;
}

interface Days {
  from: string;
  to: string;
}

/** What the list of sessions answers at once. */
const MOST_DAYS = 45;

/** The spans that cover these days, each short enough to be asked for. */
export function spansOf({ from, to }: Days): Days[] {
  const spans: Days[] = [];
  for (let first = from; first <= to; first = daysLater(first, MOST_DAYS)) {
    const last = daysLater(first, MOST_DAYS - 1);
    spans.push({ from: first, to: last < to ? last : to });
  }
  return spans;
}

export const hoursApi = api.injectEndpoints({
  endpoints: (build) => ({
    listClosures: build.query<Page<Closure>, ClosureListArgs>({
      query: (params) => ({ url: '/api/closures/', params }),
      providesTags: [{ type: 'Closure', id: LIST }],
    }),
    /** The classes that are planned in these days and haven't begun. */
    listClassesInDays: build.query<ClassSession[], Days>({
      queryFn: async (days, _store, _options, ask) => {
        const found: ClassSession[] = [];
        for (const span of spansOf(days)) {
          const { data, error } = await ask({
            url: '/api/sessions/',
            params: { ...span, state: 'planned' },
          });
          if (error) return { error };
          found.push(...(data as { results: ClassSession[] }).results);
        }
        const now = Date.now();
        return { data: found.filter(({ starts_at: start }) => Date.parse(start) > now) };
      },
      keepUnusedDataFor: 0,
    }),
    saveClosure: build.mutation<Closure, { id?: number; version?: number; closure: ClosureInput }>({
      query: ({ id, version, closure }) => ({
        url: id ? `/api/closures/${id}/` : '/api/closures/',
        method: id ? 'PATCH' : 'POST',
        body: closure,
        ...(version !== undefined && { headers: { 'If-Match': `"${version}"` } }),
      }),
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
    withdrawTimeOff: build.mutation<null, number>({
      query: (id) => ({ url: `/api/time-off/${id}/`, method: 'DELETE' }),
      invalidatesTags: (_done, error) => (error ? [] : [{ type: 'TimeOff', id: LIST }]),
    }),
  }),
});

export const {
  useListClosuresQuery,
  useLazyListClassesInDaysQuery,
  useSaveClosureMutation,
  useLiftClosureMutation,
  useListHoursQuery,
  useGetHoursQuery,
  useSetHoursMutation,
  useListTimeOffQuery,
  useEnterTimeOffMutation,
  useWithdrawTimeOffMutation,
} = hoursApi;
