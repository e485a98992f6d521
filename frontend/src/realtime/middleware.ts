import { createAction, type Middleware } from '@reduxjs/toolkit';
import { api, tagTypes } from '../api/api';
import { sessionEnded, type SnapshotMeta } from '../api/baseQuery';
import { caughtUp, connectionEnded, connectionLost } from './connection';
import { parseCursor } from './cursor';
import { eventReceived, lineReset } from './event';
import type { GymEvent } from './events.gen';
import { EventSocket, type SocketListener } from './socket';

export const retryRequested = createAction('realtime/retryRequested');

export type OpenSocket = (listener: SocketListener) => Pick<EventSocket, 'start' | 'stop' | 'retryNow'>;

/** More than can happen while one request is under way. */
const KEPT_EVENTS = 1000;

export const openEventSocket: OpenSocket = (listener) =>
  new EventSocket(`${location.origin.replace(/^http/, 'ws')}/ws/`, listener);

/**
 * Runs the socket from the first snapshot of a session to its end, and turns what it says into actions.
 *
 * A snapshot may have been read before an event that reached us first. Such events are dispatched again once the
 * snapshot has arrived; applying one twice changes nothing.
 */
export function createRealtimeMiddleware(open: OpenSocket): Middleware {
  return ({ dispatch }) => {
    let socket: ReturnType<OpenSocket> | null = null;
    let recent: GymEvent[] = [];

    const stop = () => {
      socket?.stop();
      socket = null;
      recent = [];
      dispatch(connectionEnded());
    };
    const listener: SocketListener = {
      onEvent: (event) => {
        recent = [...recent.slice(1 - KEPT_EVENTS), event];
        dispatch(eventReceived(event));
      },
      onCaughtUp: () => dispatch(caughtUp()),
      onLost: (retryInMs) => dispatch(connectionLost(retryInMs)),
      onReset: () => {
        recent = [];
        dispatch(lineReset());
        dispatch(api.util.invalidateTags([...tagTypes]));
      },
      onSignedOut: () => dispatch(sessionEnded()),
    };

    return (next) => (action) => {
      const result = next(action);
      const cursor = snapshotCursor(action);
      if (cursor) {
        const { seq } = parseCursor(cursor);
        for (const event of recent) if (event.seq > seq) dispatch(eventReceived(event));
        if (!socket) {
          socket = open(listener);
          socket.start(cursor);
        }
      } else if (retryRequested.match(action)) socket?.retryNow();
      else if (sessionEnded.match(action)) stop();
      return result;
    };
  };
}

interface SnapshotArrived {
  type: `${string}/executeQuery/fulfilled`;
  meta: { baseQueryMeta?: SnapshotMeta };
}

function snapshotCursor(action: unknown): string | null {
  return isSnapshot(action) ? (action.meta.baseQueryMeta?.cursor ?? null) : null;
}

function isSnapshot(action: unknown): action is SnapshotArrived {
  return (action as { type: unknown }).type === `${api.reducerPath}/executeQuery/fulfilled`;
}
