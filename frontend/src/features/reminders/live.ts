import type { GymEvent } from '../../realtime/events.gen';
import type { LiveHandlers, LiveStore } from '../../realtime/live';
import { putReminder, readMailChoices } from './api';

export const remindersLive: LiveHandlers = {
  'reminder.planned': put,
  'reminder.superseded': put,
  'reminder.queued': put,
  'reminder.sent': put,
  'reminder.failed': put,
  'reminder.expired': put,
  'mails.chosen': (_event, store) => readMailChoices(store),
};

function put({ data }: Extract<GymEvent, { type: `reminder.${string}` }>, store: LiveStore): void {
  putReminder(data, store);
}
