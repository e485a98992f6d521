import type { LiveHandlers } from '../../realtime/live';
import { dropNotifications, putChoice, putCreated, putInbox, putRead } from './api';

export const notificationsLive: LiveHandlers = {
  'notification.created': ({ data }, store) => putCreated(data, store),
  'notification.read': ({ data }, store) => putRead(data, store),
  'notification.withdrawn': ({ data }, store) => {
    dropNotifications(data.ids, store);
    putInbox(data, store);
  },
  'notification.kind_chosen': ({ data }, { dispatch }) => void dispatch(putChoice(data)),
};
