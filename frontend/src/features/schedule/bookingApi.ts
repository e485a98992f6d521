import { LIST } from '../../api/api';
import type { Appointment } from '../../api/shapes';
import type { LiveStore } from '../../realtime/live';
import { scheduleApi, type SessionRow } from './api';
import { begun, ended, type Place } from './underway';

/** What the person themselves does about a class. `seatsAt` is up to where its seats were known then. */
interface Deed {
  session: number;
  seatsAt: number;
}

export const bookingApi = scheduleApi.injectEndpoints({
  endpoints: (build) => ({
    bookSeat: build.mutation<Appointment, Deed & { customer: number; waitlist: boolean }>({
      query: ({ session, customer, waitlist }) => ({
        url: '/api/appointments/',
        method: 'POST',
        body: { session, customer, ...(waitlist && { waitlist }) },
      }),
      invalidatesTags: told,
      onQueryStarted: ({ waitlist, ...deed }, life) =>
        showMeanwhile(deed, waitlist ? 'waitlisted' : 'booked', life),
    }),
    giveUpSeat: build.mutation<Appointment, Deed & { appointment: number }>({
      query: ({ appointment }) => ({
        url: `/api/appointments/${appointment}/cancel/`,
        method: 'POST',
        body: {},
      }),
      invalidatesTags: told,
      onQueryStarted: (deed, life) => showMeanwhile(deed, 'none', life),
    }),
    takeOffer: build.mutation<Appointment, Deed & { appointment: number }>({
      query: ({ appointment }) => ({ url: `/api/appointments/${appointment}/accept/`, method: 'POST' }),
      invalidatesTags: told,
      onQueryStarted: (deed, life) => showMeanwhile(deed, 'booked', life),
    }),
    /** One's own place in a class: when it can be given up, and where in the queue it is. */
    getBooking: build.query<Appointment, number>({
      query: (id) => ({ url: `/api/appointments/${id}/` }),
      providesTags: (_answer, _error, id) => [{ type: 'Appointment', id }],
    }),
  }),
});

export const {
  useBookSeatMutation,
  useGiveUpSeatMutation,
  useTakeOfferMutation,
  useGetBookingQuery,
  useLazyGetBookingQuery,
} = bookingApi;

function told(answer: Appointment | undefined) {
  return answer
    ? [
        { type: 'Appointment' as const, id: LIST },
        { type: 'Appointment' as const, id: answer.id },
      ]
    : [];
}

/** Shows it as done while it is asked for; a refusal leaves what was there, and what has happened since. */
async function showMeanwhile(
  { session, seatsAt }: Deed,
  place: Place,
  { queryFulfilled, ...store }: LiveStore & { queryFulfilled: Promise<{ data: Appointment }> },
): Promise<void> {
  store.dispatch(begun({ session, place, seatsAt }));
  const { data } = await queryFulfilled.catch(() => ({ data: null }));
  if (data) putOwn(data, store, seatsAt);
  store.dispatch(ended(session));
}

const { updateQueryData, selectCachedArgsForQuery } = scheduleApi.util;

/** Says in every list what one has in a class. Seats that nobody has told of since `seatsAt` are counted here. */
export function putOwn(
  appointment: OwnAppointment,
  { dispatch, getState }: LiveStore,
  seatsAt?: number,
): void {
  const { session: id } = appointment;
  if (id === null) return;
  const put = (held: SessionRow | undefined) => {
    if (!held) return;
    const place = placeOf(appointment.state);
    if (held.seatsAt === seatsAt) Object.assign(held, counted(held, place));
    if (place !== 'none') held.own = { appointment: appointment.id, state: appointment.state };
    else if (held.own?.appointment === appointment.id) held.own = null;
  };
  dispatch(updateQueryData('getClass', id, put));
  for (const args of selectCachedArgsForQuery(getState(), 'listClasses')) {
    dispatch(
      updateQueryData('listClasses', args, ({ results }) => put(results.find((one) => one.id === id))),
    );
  }
}

export type OwnAppointment = Pick<Appointment, 'id' | 'session' | 'state'>;

export function placeOf(state: Appointment['state'] | undefined): Place {
  if (state === undefined || state === 'cancelled') return 'none';
  return state === 'waitlisted' ? 'waitlisted' : 'booked';
}

/** The counts of a session when one's own place in it becomes another. */
export function counted(session: SessionRow, to: Place) {
  const from = placeOf(session.own?.state);
  const booked = session.booked + Number(to === 'booked') - Number(from === 'booked');
  const waiting = session.waiting + Number(to === 'waitlisted') - Number(from === 'waitlisted');
  return { booked, waiting, seats_left: Math.max(0, session.capacity - booked) };
}
