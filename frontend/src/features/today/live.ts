import type { LiveHandlers } from '../../realtime/live';
import { putArrangement } from './api';

export const todayLive: LiveHandlers = {
  'today.arranged': ({ data }, store) => putArrangement(data, store),
};
