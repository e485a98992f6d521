import { LIST } from '../../api/api';
import { removeRow } from '../../api/versions';
import { wallTimeAt } from '../../i18n/dates';
import type { EventOf } from '../../realtime/event';
import type { LiveStore } from '../../realtime/live';
import {
  scheduleApi,
  taking,
  type OneToOne,
  type SessionList,
  type SessionListArgs,
  type SessionRow,
} from './api';

const { selectCachedArgsForQuery, updateQueryData, invalidateTags } = scheduleApi.util;

/** What an event tells of a session: all but what the asker has in it. */
export type SessionState = EventOf<'session.changed'>['data'];
export type Seats = EventOf<'session.seats_changed'>['data'];

/** Puts a newer state of a session wherever it is held, and takes it to the days to which it has moved. */
export function putSession(session: SessionState, seq: number, { dispatch, getState }: LiveStore): void {
  const known = heldClass(session.id, getState());
  dispatch(updateQueryData('getClass', session.id, (held) => adopt(held, session, seq)));
  for (const args of selectCachedArgsForQuery(getState(), 'listClasses')) {
    dispatch(updateQueryData('listClasses', args, (list) => place(list, session, seq, args, known)));
  }
  // It comes from days that nobody has looked at: what is one's own in it isn't told.
  if (!known && session.version > 1) dispatch(invalidateTags([{ type: 'ClassSession', id: LIST }]));
}

export function putSeats(seats: Seats, seq: number, { dispatch, getState }: LiveStore): void {
  const put = (held: SessionRow | undefined): void => {
    if (held && held.seatsAt < seq) Object.assign(held, seats, { seatsAt: seq });
  };
  dispatch(updateQueryData('getClass', seats.id, put));
  for (const args of selectCachedArgsForQuery(getState(), 'listClasses')) {
    dispatch(
      updateQueryData('listClasses', args, ({ results }) => put(results.find(({ id }) => id === seats.id))),
    );
  }
}

export function takeSession(id: number, { dispatch, getState }: LiveStore): void {
  for (const args of selectCachedArgsForQuery(getState(), 'listClasses')) {
    dispatch(updateQueryData('listClasses', args, (list) => removeRow(list, id)));
  }
  dispatch(invalidateTags([{ type: 'ClassSession', id }]));
}

/** Puts a newer state of a one-to-one in the days that it is in now, and takes it out of the others. */
export function putOneToOne(
  row: OneToOne & { session: number | null },
  { dispatch, getState }: LiveStore,
): void {
  if (row.session !== null) return;
  const isTaking = taking.some((state) => state === row.state);
  for (const args of selectCachedArgsForQuery(getState(), 'listOneToOnes')) {
    const { date } = wallTimeAt(row.starts_at, args.timeZone);
    const isThere = isTaking && args.from <= date && date <= args.to;
    dispatch(
      updateQueryData('listOneToOnes', args, (held) => {
        const at = held.findIndex(({ id }) => id === row.id);
        const known = held[at];
        if (known && known.version >= row.version) return;
        if (known) held.splice(at, 1);
        if (isThere) held.push(row);
      }),
    );
  }
}

function heldClass(id: number, state: ReturnType<LiveStore['getState']>): SessionRow | undefined {
  return selectCachedArgsForQuery(state, 'listClasses')
    .flatMap((args) => scheduleApi.endpoints.listClasses.select(args)(state).data?.results ?? [])
    .find((held) => held.id === id);
}

function place(
  list: SessionList,
  session: SessionState,
  seq: number,
  args: SessionListArgs,
  known: SessionRow | undefined,
): void {
  const held = list.results.find(({ id }) => id === session.id);
  const { date } = wallTimeAt(session.starts_at, args.timeZone);
  const isThere = args.from <= date && date <= args.to;
  if (held && (isThere || held.version >= session.version)) adopt(held, session, seq);
  else if (held) removeRow(list, session.id);
  else if (isThere) list.results.push({ ...session, own: known?.own ?? null, seatsAt: seq });
  list.results.sort(
    (one, other) => Date.parse(one.starts_at) - Date.parse(other.starts_at) || one.id - other.id,
  );
}

function adopt(held: SessionRow, session: SessionState, seq: number): void {
  const { capacity, booked, waiting, seats_left, ...facts } = session;
  if (held.version < session.version) Object.assign(held, facts, { capacity });
  if (held.seatsAt < seq) Object.assign(held, { capacity, booked, waiting, seats_left, seatsAt: seq });
}
