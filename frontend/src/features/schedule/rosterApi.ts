import { LIST } from '../../api/api';
import type { Appointment, ClassSession, Roster, SessionChange, SessionPreview } from '../../api/shapes';
import { replaceNewer } from '../../api/versions';
import type { LiveStore } from '../../realtime/live';
import { scheduleApi } from './api';
import { putSession } from './patching';

export type Mark = 'attended' | 'no-show' | 'unmark';

/** What staff do with a class and with those in it. */
export const rosterApi = scheduleApi.injectEndpoints({
  endpoints: (build) => ({
    getRoster: build.query<Roster, number>({
      query: (session) => ({ url: `/api/sessions/${session}/roster/` }),
      // Who is without a membership for it changes with the memberships.
      providesTags: (_answer, _error, session) => [
        { type: 'Roster', id: session },
        { type: 'Membership', id: LIST },
      ],
    }),
    markRoster: build.mutation<Appointment, { appointment: number; session: number; mark: Mark }>({
      query: ({ appointment, mark }) => ({
        url: `/api/appointments/${appointment}/${mark}/`,
        method: 'POST',
      }),
      onQueryStarted: async ({ session }, { dispatch, queryFulfilled }) => {
        const { data } = await queryFulfilled.catch(() => ({ data: null }));
        if (data)
          dispatch(
            updateQueryData('getRoster', session, (held) => void replaceNewer(held.appointments, data)),
          );
      },
    }),
    /** Says of all who are only booked that they came, or didn't. */
    closeRoster: build.mutation<Roster, { session: number; came: boolean }>({
      query: ({ session, came }) => ({
        url: `/api/sessions/${session}/roster/close/`,
        method: 'POST',
        body: { came },
      }),
      onQueryStarted: async ({ session }, { dispatch, queryFulfilled }) => {
        const { data } = await queryFulfilled.catch(() => ({ data: null }));
        if (data)
          dispatch(
            updateQueryData('getRoster', session, (held) => {
              for (const row of data.appointments) replaceNewer(held.appointments, row);
            }),
          );
      },
    }),
    bookMember: build.mutation<
      Appointment,
      { session: number; customer: number; waitlist?: boolean; anyway?: string }
    >({
      query: (body) => ({ url: '/api/appointments/', method: 'POST', body }),
      invalidatesTags: (booked, _error, { session }) =>
        booked
          ? [
              { type: 'Roster', id: session },
              { type: 'Appointment', id: LIST },
            ]
          : [],
    }),
    takeOut: build.mutation<Appointment, { appointment: number; session: number }>({
      query: ({ appointment }) => ({
        url: `/api/appointments/${appointment}/cancel/`,
        method: 'POST',
        body: {},
      }),
      invalidatesTags: (_done, _error, { session }) => [
        { type: 'Roster', id: session },
        { type: 'Appointment', id: LIST },
      ],
    }),
    changeClass: build.mutation<ClassSession, { id: number; version: number; change: SessionChange }>({
      query: ({ id, version, change }) => ({
        url: `/api/sessions/${id}/`,
        method: 'PATCH',
        body: change,
        headers: { 'If-Match': `"${version}"` },
      }),
      onQueryStarted: putAnswer,
    }),
    /** What a change would come to, and who would have to leave. Nothing happens. */
    previewClass: build.query<SessionPreview, { id: number; change: SessionChange }>({
      query: ({ id, change }) => ({ url: `/api/sessions/${id}/preview/`, method: 'POST', body: change }),
      keepUnusedDataFor: 0,
    }),
    cancelClass: build.mutation<ClassSession, { id: number; reason: string }>({
      query: ({ id, reason }) => ({ url: `/api/sessions/${id}/cancel/`, method: 'POST', body: { reason } }),
      onQueryStarted: putAnswer,
    }),
  }),
});

export const {
  useGetRosterQuery,
  useMarkRosterMutation,
  useCloseRosterMutation,
  useBookMemberMutation,
  useTakeOutMutation,
  useChangeClassMutation,
  useLazyPreviewClassQuery,
  useCancelClassMutation,
} = rosterApi;

const { updateQueryData, invalidateTags } = rosterApi.util;

async function putAnswer(
  _args: unknown,
  { queryFulfilled, ...store }: LiveStore & { queryFulfilled: Promise<{ data: ClassSession }> },
): Promise<void> {
  const { data } = await queryFulfilled.catch(() => ({ data: null }));
  if (!data) return;
  const { own: _own, ...session } = data;
  // Its seats stay as they are told: the answer doesn't say up to where it knows of them.
  putSession(session, 0, store);
  store.dispatch(invalidateTags([{ type: 'Roster', id: data.id }]));
}

/** Somebody came, went or was marked: who is in an open roster is put right, and read again where its order changes. */
export function putInRoster(
  appointment: Omit<Appointment, 'notes' | 'anyway_reason' | 'position'>,
  { dispatch, getState }: LiveStore,
): void {
  const { session } = appointment;
  if (session === null) return;
  const held = rosterApi.endpoints.getRoster.select(session)(getState()).data;
  const row = held?.appointments.find(({ id }) => id === appointment.id);
  if (!held || (row && row.version >= appointment.version)) return;
  const isInPlace =
    row && row.state !== 'waitlisted' && !['waitlisted', 'cancelled'].includes(appointment.state);
  if (isInPlace)
    dispatch(
      updateQueryData('getRoster', session, (roster) => void replaceNewer(roster.appointments, appointment)),
    );
  else dispatch(invalidateTags([{ type: 'Roster', id: session }]));
}
