import { LIST } from '../../api/api';
import type { GymEvent } from '../../realtime/events.gen';
import type { LiveHandlers, LiveStore } from '../../realtime/live';
import { membershipsApi } from './api';

export const membershipsLive: LiveHandlers = {
  'membership.sold': readAgain,
  'membership.renewed': readAgain,
  'membership.upgraded': readAgain,
  'membership.moved': readAgain,
  'membership.frozen': readAgain,
  'membership.freeze_ended': readAgain,
  'membership.cancelled': readAgain,
  'membership.restored': readAgain,
  'membership.paid': readAgain,
  'membership.visits_counted': readAgain,
  'plan.created': readPlansAgain,
  'plan.changed': readPlansAgain,
  'plan.deleted': readPlansAgain,
};

/** A membership moves others and where the member stands: what is shown of them is read again. */
function readAgain({ data }: Extract<GymEvent, { type: `membership.${string}` }>, store: LiveStore): void {
  store.dispatch(
    membershipsApi.util.invalidateTags([
      { type: 'Membership', id: LIST },
      { type: 'Customer', id: data.customer },
      { type: 'Customer', id: LIST },
    ]),
  );
}

function readPlansAgain(_event: unknown, store: LiveStore): void {
  store.dispatch(membershipsApi.util.invalidateTags([{ type: 'Plan', id: LIST }]));
}
