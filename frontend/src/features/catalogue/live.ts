import { LIST } from '../../api/api';
import type { LiveHandlers, LiveStore } from '../../realtime/live';
import { catalogueApi } from './api';

/** Rooms are read again by the schedule, wherever they are held. */
export const catalogueLive: LiveHandlers = {
  'service.created': readServices,
  'service.changed': readServices,
  'service.deleted': readServices,
};

function readServices(_event: unknown, { dispatch }: LiveStore): void {
  dispatch(catalogueApi.util.invalidateTags([{ type: 'Service', id: LIST }]));
}
