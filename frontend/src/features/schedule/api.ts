import { api, LIST } from '../../api/api';
import type { Appointment, ClassSession, Page, Room, StaffMember } from '../../api/shapes';
import { wholeList } from '../../api/wholeList';
import { daysLater, instantOf } from '../../i18n/dates';
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

/** Somebody with a trainer, beside the classes. */
export type OneToOne = Pick<
  Appointment,
  | 'id'
  | 'customer_name'
  | 'service_name'
  | 'trainer'
  | 'trainer_name'
  | 'room'
  | 'room_name'
  | 'starts_at'
  | 'ends_at'
  | 'state'
  | 'version'
>;

/** Of those that take a trainer's time. */
export const taking = ['booked', 'confirmed', 'attended', 'no_show'] as const;
const takingParams = taking.map((state) => `state=${state}`).join('&');
/** More than a week of a small centre has. */
const MOST_ONE_TO_ONES = 500;

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
    listOneToOnes: build.query<OneToOne[], SessionListArgs>({
      queryFn: ({ from, to, timeZone }, _store, _options, ask) =>
        wholeList<OneToOne>(ask, `/api/appointments/?${takingParams}`, MOST_ONE_TO_ONES, {
          one_to_one: true,
          from: instantOf({ date: from, time: '00:00' }, timeZone),
          to: instantOf({ date: daysLater(to, 1), time: '00:00' }, timeZone),
        }),
      providesTags: [{ type: 'Appointment', id: LIST }],
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

export const {
  useListClassesQuery,
  useGetClassQuery,
  useListOneToOnesQuery,
  useListRoomsQuery,
  useListTrainersQuery,
} = scheduleApi;
