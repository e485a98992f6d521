import { combineSlices, configureStore, createListenerMiddleware } from '@reduxjs/toolkit';
import { api } from '../api/api';
import { sessionEnded, type ApiExtra } from '../api/baseQuery';
import { IdentityCheck, identityAnswered, identitySlice } from '../api/identity';
import { outgoingSlice, queueChanged } from '../api/outgoing';
import { OutgoingQueue } from '../api/queue';
import { appointmentsLive } from '../features/appointments/live';
import { catalogueLive } from '../features/catalogue/live';
import { checkinLive } from '../features/checkin/live';
import { customersLive } from '../features/customers/live';
import { feedLive } from '../features/feed/live';
import { unsentSlice } from '../features/feed/unsent';
import { hoursLive } from '../features/hours/live';
import { membershipsLive } from '../features/memberships/live';
import { notificationsLive } from '../features/notifications/live';
import { markingSlice } from '../features/notifications/marking';
import { picturesLive } from '../features/pictures/live';
import { remindersLive } from '../features/reminders/live';
import { scheduleLive } from '../features/schedule/live';
import { underwaySlice } from '../features/schedule/underway';
import { staffLive } from '../features/staff/live';
import { tasksLive } from '../features/tasks/live';
import { todayLive } from '../features/today/live';
import { transferLive } from '../features/transfer/live';
import { caughtUp, connectionSlice } from '../realtime/connection';
import { freshnessMiddleware, freshnessSlice } from '../realtime/freshness';
import { createLiveMiddleware } from '../realtime/live';
import { createRealtimeMiddleware, openEventSocket, type OpenSocket } from '../realtime/middleware';
import { presenceSlice } from '../realtime/presence';
import { topicsSlice } from '../realtime/topics';
import { sessionSlice } from '../session/slice';
import { createSessionTabs, openSessionChannel } from '../session/tabs';
import { uploadsLive } from '../uploads/live';

/** All that answers to events. */
const live = [
  customersLive,
  appointmentsLive,
  scheduleLive,
  catalogueLive,
  hoursLive,
  remindersLive,
  notificationsLive,
  picturesLive,
  uploadsLive,
  membershipsLive,
  checkinLive,
  staffLive,
  tasksLive,
  todayLive,
  transferLive,
  feedLive,
];

/** A page that few need brings its slice along (`TodayPage`). */
export const rootReducer = combineSlices(
  api,
  sessionSlice,
  connectionSlice,
  freshnessSlice,
  presenceSlice,
  topicsSlice,
  outgoingSlice,
  identitySlice,
  markingSlice,
  underwaySlice,
  unsentSlice,
);

export function makeStore(open: OpenSocket = openEventSocket, sessionTabs = openSessionChannel()) {
  const forgetting = createListenerMiddleware();
  forgetting.startListening({
    actionCreator: sessionEnded,
    effect: (_action, { dispatch }) => void dispatch(api.util.resetApiState()),
  });
  const queue: ApiExtra['queue'] = new OutgoingQueue((waiting) => store.dispatch(queueChanged(waiting)));
  forgetting.startListening({ actionCreator: sessionEnded, effect: () => queue.discard() });
  forgetting.startListening({ actionCreator: caughtUp, effect: queue.nudge });
  const identity: IdentityCheck = new IdentityCheck(() =>
    store.dispatch(identitySlice.actions.identityAsked()),
  );
  forgetting.startListening({
    actionCreator: identityAnswered,
    effect: ({ payload: shown }) => identity.answer(shown),
  });
  forgetting.startListening({
    actionCreator: sessionEnded,
    effect: (_action, { dispatch }) => void dispatch(identityAnswered(false)),
  });
  const store = configureStore({
    reducer: rootReducer,
    middleware: (defaults) =>
      defaults({ thunk: { extraArgument: { queue, identity } satisfies ApiExtra } })
        .prepend(forgetting.middleware)
        .concat(
          api.middleware,
          createSessionTabs(sessionTabs),
          createRealtimeMiddleware(open),
          createLiveMiddleware(live),
          freshnessMiddleware,
        ),
  });
  return store;
}

export type AppStore = ReturnType<typeof makeStore>;
export type RootState = ReturnType<AppStore['getState']>;
