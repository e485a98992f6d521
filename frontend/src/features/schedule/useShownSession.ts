import { useSelector } from 'react-redux';
import type { SessionRow } from './api';
import { counted, placeOf } from './bookingApi';
import type { Place, underwaySlice } from './underway';

interface ShownSession {
  session: SessionRow;
  /** What the person has in it, or is about to. */
  place: Place;
  isUnderway: boolean;
}

/** A class as it will be when what is under way has come true. */
export function useShownSession(session: SessionRow): ShownSession {
  const deed = useSelector(
    (state: { underway: ReturnType<typeof underwaySlice.reducer> }) => state.underway[session.id],
  );
  if (!deed) return { session, place: placeOf(session.own?.state), isUnderway: false };
  const seats = deed.seatsAt === session.seatsAt ? counted(session, deed.place) : {};
  return { session: { ...session, ...seats }, place: deed.place, isUnderway: true };
}
