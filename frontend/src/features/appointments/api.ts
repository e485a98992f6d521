import { api, LIST } from '../../api/api';
import type {
  Appointment,
  AppointmentChange,
  AppointmentInput,
  Page,
  Service,
  StaffMember,
} from '../../api/shapes';
import { replaceNewer } from '../../api/versions';
import type { LiveStore } from '../../realtime/live';

/** A row of a list is what an event carries: what is the staff's, and the place in a queue, stay with the appointment itself. */
export type AppointmentRow = Omit<Appointment, 'notes' | 'anyway_reason' | 'position'>;

export interface AppointmentListArgs {
  page: number;
  customer?: number;
  state?: Appointment['state'];
  /** Instants; those starting at or after `from` and before `to`. */
  from?: string;
  to?: string;
  /** Booked for a day on which the member has no membership for it any more. */
  without_access?: true;
  ordering?: string;
}

export const appointmentsApi = api.injectEndpoints({
  endpoints: (build) => ({
    listAppointments: build.query<Page<AppointmentRow>, AppointmentListArgs>({
      query: (params) => ({ url: '/api/appointments/', params }),
      transformResponse: ({ count, results }: Page<Appointment>) => ({
        count,
        results: results.map(({ notes: _notes, anyway_reason: _reason, position: _position, ...row }) => row),
      }),
      // Whether there is a membership for it changes with the memberships.
      providesTags: (_answer, _error, { without_access }) => [
        { type: 'Appointment', id: LIST },
        ...(without_access ? [{ type: 'Membership' as const, id: LIST }] : []),
      ],
    }),
    getAppointment: build.query<Appointment, number>({
      query: (id) => ({ url: `/api/appointments/${id}/` }),
      providesTags: (_answer, _error, id) => [{ type: 'Appointment', id }],
    }),
    bookAppointment: build.mutation<Appointment, AppointmentInput>({
      query: (body) => ({ url: '/api/appointments/', method: 'POST', body }),
      invalidatesTags: (booked) => (booked ? [{ type: 'Appointment', id: LIST }] : []),
    }),
    changeAppointment: build.mutation<
      Appointment,
      { id: number; version: number | undefined; change: AppointmentChange }
    >({
      query: ({ id, version, change }) => ({
        url: `/api/appointments/${id}/`,
        method: 'PATCH',
        body: change,
        ...(version !== undefined && { headers: { 'If-Match': `"${version}"` } }),
      }),
      onQueryStarted: putAnswer,
    }),
    cancelAppointment: build.mutation<Appointment, number>({
      query: (id) => ({ url: `/api/appointments/${id}/cancel/`, method: 'POST' }),
      onQueryStarted: putAnswer,
    }),
    /** Late or not, the visits are given back: it isn't the member who cancels. */
    cancelAppointments: build.mutation<Appointment[], number[]>({
      query: (appointments) => ({
        url: '/api/appointments/cancel-many/',
        method: 'POST',
        body: { appointments, excused: true },
      }),
      invalidatesTags: (cancelled) => (cancelled ? [{ type: 'Appointment', id: LIST }] : []),
    }),
    listServices: build.query<Service[], void>({
      query: () => ({ url: '/api/services/', params: { page_size: 100 } }),
      transformResponse: ({ results }: Page<Service>) => results,
    }),
    listStaff: build.query<StaffMember[], void>({
      query: () => ({ url: '/api/staff/', params: { page_size: 100 } }),
      transformResponse: ({ results }: Page<StaffMember>) => results,
    }),
  }),
});

export const {
  useListAppointmentsQuery,
  useGetAppointmentQuery,
  useBookAppointmentMutation,
  useChangeAppointmentMutation,
  useCancelAppointmentMutation,
  useCancelAppointmentsMutation,
  useListServicesQuery,
  useListStaffQuery,
} = appointmentsApi;

const { selectCachedArgsForQuery, updateQueryData, invalidateTags } = appointmentsApi.util;

async function putAnswer(
  _args: unknown,
  { queryFulfilled, ...store }: LiveStore & { queryFulfilled: Promise<{ data: Appointment }> },
): Promise<void> {
  const { data } = await queryFulfilled.catch(() => ({ data: null }));
  if (!data) return;
  const { notes: _notes, anyway_reason: _reason, position: _position, ...row } = data;
  store.dispatch(updateQueryData('getAppointment', data.id, (held) => void replaceNewer([held], data)));
  putAppointmentRow(row, store);
}

/**
 * Puts a newer state of an appointment in every list that has it. Lists it may enter, leave or move in are read
 * again, which is all but those where neither its place nor its being there has changed.
 */
export function putAppointmentRow(row: AppointmentRow, { dispatch, getState }: LiveStore): void {
  const state = getState();
  let settled = true;
  for (const args of selectCachedArgsForQuery(state, 'listAppointments')) {
    const held = appointmentsApi.endpoints.listAppointments
      .select(args)(state)
      .data?.results.find(({ id }) => id === row.id);
    if (held && held.version >= row.version) continue;
    const stays =
      held?.starts_at === row.starts_at && (!args.state || args.state === row.state) && !args.without_access;
    if (!stays) settled = false;
    dispatch(updateQueryData('listAppointments', args, ({ results }) => void replaceNewer(results, row)));
  }
  if (!settled) dispatch(invalidateTags([{ type: 'Appointment', id: LIST }]));
}

/** The notes are not in events: an open appointment is read again when it is older than what has been heard. */
export function refreshAppointment({ id, version }: AppointmentRow, { dispatch, getState }: LiveStore): void {
  const held = appointmentsApi.endpoints.getAppointment.select(id)(getState()).data;
  if (held && held.version < version) dispatch(invalidateTags([{ type: 'Appointment', id }]));
}
