import { isAction, type Middleware } from '@reduxjs/toolkit';
import { sessionEnded } from '../api/baseQuery';
import type { WithSession } from './slice';

/** The tabs of a browser share its cookie: when the session has ended for one, it has for all, at once. */
export function createSessionTabs(channel: Pick<BroadcastChannel, 'postMessage' | 'onmessage'>) {
  const middleware: Middleware<object, WithSession> = (store) => {
    const isSignedIn = () => store.getState().session.status === 'signedIn';
    let isTold = false;
    channel.onmessage = () => {
      isTold = true;
      if (isSignedIn()) store.dispatch(sessionEnded());
      isTold = false;
    };
    return (next) => (action) => {
      const wasSignedIn = isSignedIn();
      const result = next(action);
      if (isAction(action) && sessionEnded.match(action) && wasSignedIn && !isTold)
        channel.postMessage('ended');
      return result;
    };
  };
  return middleware;
}

/** None where the browser has no such channel: there each tab finds out with its next request. */
export const openSessionChannel = (): Pick<BroadcastChannel, 'postMessage' | 'onmessage'> =>
  'BroadcastChannel' in window
    ? new BroadcastChannel('gym.session')
    : { postMessage: () => undefined, onmessage: null };
