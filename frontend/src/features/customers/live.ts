import { LIST } from '../../api/api';
import type { EventOf } from '../../realtime/event';
import type { LiveHandlers, LiveStore } from '../../realtime/live';
import { customersApi, dropCustomer, heldRows, heldVersion } from './api';
import { savedViewsApi, viewsTag } from '../../api/savedViews';

/** Contact details do not travel in events, so what is shown is read again, unless it is as new already. */
export const customersLive: LiveHandlers = {
  'customer.created': readAgain,
  'customer.updated': readAgain,
  'customer.standing_changed': ({ data }, store) => invalidate(data.id, store),
  'customer.picture_changed': readPictureAgain,
  'customer_view.created': readViewsAgain,
  'customer_view.changed': readViewsAgain,
  'customer_view.deleted': readViewsAgain,
  'customer.deleted': ({ data }, store) => dropCustomer(data.id, store),
};

function readAgain({ data }: EventOf<'customer.created' | 'customer.updated'>, store: LiveStore): void {
  store.dispatch(customersApi.util.invalidateTags([{ type: 'History', id: data.id }]));
  const held = heldVersion(data.id, store);
  if (held !== undefined && held >= data.version) return;
  invalidate(data.id, store);
}

function invalidate(id: number, store: LiveStore): void {
  store.dispatch(
    customersApi.util.invalidateTags([
      { type: 'Customer', id },
      { type: 'Customer', id: LIST },
    ]),
  );
}

/** The event names the picture; its links are given to who may see it, by the server. */
function readPictureAgain({ data }: EventOf<'customer.picture_changed'>, store: LiveStore): void {
  const held = heldRows(data.id, store);
  if (held.every(({ picture }) => (picture?.id ?? null) === data.picture)) return;
  invalidate(data.id, store);
}

/** What a view asks for doesn't travel; who no longer sees one finds it gone. */
function readViewsAgain(_event: unknown, store: LiveStore): void {
  store.dispatch(savedViewsApi.util.invalidateTags([viewsTag('/api/customer-views/')]));
}
