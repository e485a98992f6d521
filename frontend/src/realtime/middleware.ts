import { createAction, type Middleware, type ThunkDispatch, type UnknownAction } from '@reduxjs/toolkit';
import { api, tagTypes } from '../api/api';
import { sessionEnded, type SnapshotMeta } from '../api/baseQuery';
import { caughtUp, connectionEnded, connectionLost } from './connection';
import { parseCursor } from './cursor';
import { eventReceived, lineReset } from './event';
import type { GymEvent } from './events.gen';
import { PresenceClaims } from './claims';
import { TopicClaims } from './topicClaims';
import { topicClaimed, topicJoined, topicLeft, topicRefused, topicReleased } from './topics';
import { presenceClaimed, presenceHeard, presenceRefused } from './presence';
import { SharedLine } from './sharedLine';
import { EventSocket, type LiveLine, type SocketListener } from './socket';
import { changesAccess, keepsAccess } from '../session/access';
import { readSession } from '../session/api';
import type { WithSession } from '../session/slice';

export const retryRequested = createAction('realtime/retryRequested');

/** Opens the line of a person, not yet started. */
export type OpenSocket = (listener: SocketListener, userId: number) => LiveLine;

/** More than can happen while one request is under way. */
const KEPT_EVENTS = 1000;

const openSocket = (listener: SocketListener) =>
  new EventSocket(`${location.origin.replace(/^http/, 'ws')}/ws/`, listener);

/** One for all tabs where the browser can, else one for each. */
export const openEventSocket: OpenSocket = (listener, userId) => {
  // There are no locks without HTTPS, whatever the types say.
  const locks = navigator.locks as LockManager | undefined;
  if (!locks || !('BroadcastChannel' in window)) return openSocket(listener);
  const channel = (name: string) => new BroadcastChannel(name);
  return new SharedLine(`gym.line.${userId}`, openSocket, listener, { locks, channel });
};

/**
 * Runs the socket from the first snapshot of a session to its end, and turns what it says into actions.
 *
 * A snapshot may have been read before an event that reached us first. Such events are dispatched again once the
 * snapshot has arrived; applying one twice changes nothing.
 */
export function createRealtimeMiddleware(
  open: OpenSocket,
): Middleware<object, WithSession, ThunkDispatch<WithSession, unknown, UnknownAction>> {
  return (store) => {
    const { dispatch } = store;
    let socket: LiveLine | null = null;
    let recent: GymEvent[] = [];
    const claims = new PresenceClaims((topic, doing) => socket?.present(topic, doing));
    const topics = new TopicClaims();

    /**
     * What was read before may be more, or less, than the person may see now. What is no longer theirs leaves the screen,
     * whatever else comes of it; where all of it still is, nothing typed is lost.
     */
    const readAnew = async () => {
      const before = store.getState().session.me;
      const { data: now } = await dispatch(readSession());
      const isAllTheirs = before && now && keepsAccess(before, now);
      dispatch(isAllTheirs ? api.util.invalidateTags([...tagTypes]) : api.util.resetApiState());
      topics.askAgain();
    };
    const stop = () => {
      socket?.stop();
      socket = null;
      topics.end();
      recent = [];
      dispatch(connectionEnded());
    };
    const listener: SocketListener = {
      onEvent: (event) => {
        recent = [...recent.slice(1 - KEPT_EVENTS), event];
        topics.heard(event.seq);
        dispatch(eventReceived(event));
        const { me } = store.getState().session;
        if (me && changesAccess(event, me)) void readAnew();
      },
      onCaughtUp: () => dispatch(caughtUp()),
      onLost: (retryInMs) => dispatch(connectionLost(retryInMs)),
      onReset: () => {
        recent = [];
        topics.startOver();
        dispatch(lineReset());
        dispatch(api.util.invalidateTags([...tagTypes]));
      },
      onSignedOut: () => dispatch(sessionEnded()),
      onPresence: ({ topic, people, more }) => dispatch(presenceHeard({ topic, people, more })),
      onSubscribed: (topic, since) => {
        if (topics.subscribed(topic, since)) dispatch(topicJoined(topic));
      },
      onRefused: (topic, of) => {
        if (of === 'presence') dispatch(presenceRefused(topic));
        else if (topics.refused(topic)) dispatch(topicRefused(topic));
      },
      onAccessChanged: () => void readAnew(),
      onHead: (cursor) => topics.reach(parseCursor(cursor)),
    };

    return (next) => (action) => {
      const result = next(action);
      const cursor = snapshotCursor(action);
      if (cursor) {
        const { seq } = parseCursor(cursor);
        for (const event of recent) if (event.seq > seq) dispatch(eventReceived(event));
        const { me } = store.getState().session;
        if (!socket && me) {
          socket = open(listener, me.id);
          for (const [topic, doing] of claims.entries()) socket.present(topic, doing);
          topics.begin(socket, cursor);
          socket.start(cursor);
        }
      } else if (presenceClaimed.match(action)) {
        const { who, topic, doing } = action.payload;
        claims.claim(who, topic, doing);
      } else if (topicClaimed.match(action)) {
        topics.claim(action.payload.who, action.payload.topic);
      } else if (topicReleased.match(action)) {
        const { who, topic } = action.payload;
        if (topics.release(who, topic)) dispatch(topicLeft(topic));
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
