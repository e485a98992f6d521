import type { LiveHandlers } from '../../realtime/live';
import { importMoved, membersMoved } from './api';

export const transferLive: LiveHandlers = {
  'import.moved': importMoved,
  'customers.imported': (_event, store) => membersMoved([], store),
  'customer.merged': ({ data }, store) => membersMoved([data.id, data.merged], store),
  'customer.erased': ({ data }, store) => membersMoved([data.id], store),
};
