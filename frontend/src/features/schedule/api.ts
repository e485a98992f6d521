import { api, LIST } from '../../api/api';
import type { ClassSession, Page, Room, StaffMember } from '../../api/shapes';
import { parseCursor } from '../../realtime/cursor';

/** `seatsAt` is the place on the line up to which its counts of seats are known: they have no version of their own. */
export type SessionRow = ClassSession & { seatsAt: number };

/** Days on the calendar of the centre, both inclusive. */
export interface SessionListArgs {
  from: string;
  to: string;
  /** In which the days are. The server knows it. */
  timeZone: string;
}

export interface SessionList {
  results: SessionRow[];
  /** There are others beyond what one answer holds. */
  more: boolean;
}

interface Meta {
  cursor: string | null;
}

const placeOf = (meta: Meta | undefined) => (meta?.cursor ? parseCursor(meta.cursor).seq : 0);

export const scheduleApi = api.injectEndpoints({
  endpoints: (build) => ({
    listClasses: build.query<SessionList, SessionListArgs>({
      query: ({ from, to }) => ({ url: '/api/sessions/', params: { from, to } }),
      transformResponse: ({ results, more }: { results: ClassSession[]; more: boolean }, meta) => ({
        results: results.map((session) => ({ ...session, seatsAt: placeOf(meta) })),
        more,
      }),
      providesTags: [{ type: 'ClassSession', id: LIST }],
    }),
    getClass: build.query<SessionRow, number>({
      query: (id) => ({ url: `/api/sessions/${id}/` }),
      transformResponse: (session: ClassSession, meta) => ({ ...session, seatsAt: placeOf(meta) }),
      providesTags: (_answer, _error, id) => [{ type: 'ClassSession', id }],
    }),
    listRooms: build.query<Room[], void>({
      query: () => ({ url: '/api/rooms/', params: { page_size: 100 } }),
      transformResponse: ({ results }: Page<Room>) => results,
      providesTags: [{ type: 'Room', id: LIST }],
    }),
    listTrainers: build.query<StaffMember[], void>({
      query: () => ({ url: '/api/staff/', params: { page_size: 100 } }),
      transformResponse: ({ results }: Page<StaffMember>) => results,
      providesTags: [{ type: 'Staff', id: LIST }],
    }),
  }),
});

export const { useListClassesQuery, useGetClassQuery, useListRoomsQuery, useListTrainersQuery } = scheduleApi;
