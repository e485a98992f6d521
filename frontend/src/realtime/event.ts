import { createAction } from '@reduxjs/toolkit';
import type { GymEvent } from './events.gen';

export type EventType = GymEvent['type'];
export type EventOf<Type extends EventType> = Extract<GymEvent, { type: Type }>;

/** Something happened on the server that this person may see. */
export const eventReceived = createAction<GymEvent>('realtime/eventReceived');
/** The line cannot be continued from where we were: everything held is to be read again. */
export const lineReset = createAction('realtime/lineReset');
