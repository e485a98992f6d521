import { LIST } from '../../api/api';
import type { EventOf } from '../../realtime/event';
import type { LiveHandlers, LiveStore } from '../../realtime/live';
import { checkinApi } from './api';

export const checkinLive: LiveHandlers = {
  'check_in.recorded': readAgain,
  'check_in.undone': readAgain,
};

function readAgain({ data }: EventOf<'check_in.recorded' | 'check_in.undone'>, store: LiveStore): void {
  store.dispatch(
    checkinApi.util.invalidateTags([
      { type: 'CheckIn', id: LIST },
      { type: 'Customer', id: data.customer },
    ]),
  );
}
