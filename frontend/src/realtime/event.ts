import { createAction, prepareAutoBatched } from '@reduxjs/toolkit';
import type { GymEvent } from './events.gen';

export type EventType = GymEvent['type'];
export type EventOf<Type extends EventType> = Extract<GymEvent, { type: Type }>;

/** Something happened on the server that this person may see. Of many in a moment the screen draws the last state alone. */
export const eventReceived = createAction('realtime/eventReceived', prepareAutoBatched<GymEvent>());
/** The line cannot be continued from where we were: everything held is to be read again. */
export const lineReset = createAction('realtime/lineReset');
