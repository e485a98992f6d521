import type { Middleware, ThunkDispatch, UnknownAction } from '@reduxjs/toolkit';
import { api } from '../api/api';
import { eventReceived, type EventOf, type EventType } from './event';

/** What a feature needs to bring its part of the cache up to date. */
export interface LiveStore {
  dispatch: ThunkDispatch<ApiState, unknown, UnknownAction>;
  getState: () => ApiState;
}

type ApiState = Record<typeof api.reducerPath, ReturnType<typeof api.reducer>>;

/** A feature's answer to events. Applying one twice, or late, must change nothing. */
export type LiveHandlers = {
  [Type in EventType]?: (event: EventOf<Type>, store: LiveStore) => void;
};

export function createLiveMiddleware(features: readonly LiveHandlers[]): Middleware<object, ApiState> {
  return (store) => (next) => (action) => {
    const result = next(action);
    if (eventReceived.match(action)) {
      const event = action.payload;
      for (const handlers of features) {
        const handle = handlers[event.type] as ((of: typeof event, store: LiveStore) => void) | undefined;
        handle?.(event, store);
      }
    }
    return result;
  };
}
