import { combineSlices, configureStore, createListenerMiddleware } from '@reduxjs/toolkit';
import { api } from '../api/api';
import { sessionEnded } from '../api/baseQuery';
import { appointmentsLive } from '../features/appointments/live';
import { customersLive } from '../features/customers/live';
import { remindersLive } from '../features/reminders/live';
import { connectionSlice } from '../realtime/connection';
import { freshnessMiddleware, freshnessSlice } from '../realtime/freshness';
import { createLiveMiddleware } from '../realtime/live';
import { createRealtimeMiddleware, openEventSocket, type OpenSocket } from '../realtime/middleware';
import { sessionSlice } from '../session/slice';

/** Every feature that answers to events. */
const live = [customersLive, appointmentsLive, remindersLive];

const rootReducer = combineSlices(api, sessionSlice, connectionSlice, freshnessSlice);

export function makeStore(open: OpenSocket = openEventSocket) {
  const forgetting = createListenerMiddleware();
  forgetting.startListening({
    actionCreator: sessionEnded,
    effect: (_action, { dispatch }) => void dispatch(api.util.resetApiState()),
  });
  return configureStore({
    reducer: rootReducer,
    middleware: (defaults) =>
      defaults()
        .prepend(forgetting.middleware)
        .concat(
          api.middleware,
          createRealtimeMiddleware(open),
          createLiveMiddleware(live),
          freshnessMiddleware,
        ),
  });
}

export type AppStore = ReturnType<typeof makeStore>;
export type RootState = ReturnType<AppStore['getState']>;
