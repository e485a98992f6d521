import { LIST } from '../../api/api';
import type { LiveHandlers, LiveStore } from '../../realtime/live';
import { hoursApi } from './api';

type Held = 'Closure' | 'WorkingHours' | 'TimeOff';

const readAgain =
  (type: Held) =>
  (_event: unknown, { dispatch }: LiveStore): void =>
    void dispatch(hoursApi.util.invalidateTags([{ type, id: LIST }]));

export const hoursLive: LiveHandlers = {
  'closure.created': readAgain('Closure'),
  'closure.changed': readAgain('Closure'),
  'closure.deleted': readAgain('Closure'),
  'working_hours.changed': readAgain('WorkingHours'),
  'time_off.entered': readAgain('TimeOff'),
  'time_off.changed': readAgain('TimeOff'),
  'time_off.withdrawn': readAgain('TimeOff'),
};
