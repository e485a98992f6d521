import { api, tagTypes } from '../api/api';
import type { Me } from '../api/shapes';
import type { LiveHandlers, LiveStore } from '../realtime/live';
import { readSession } from './api';
import type { WithSession } from './slice';

/** What one may do has changed, for oneself or for a role of one's own. */
export const sessionLive: LiveHandlers = {
  'user.access_changed': (_event, store) => void readAnew(store),
  'role.changed': ({ data }, store) => {
    if (whoIsIn(store)?.roles.includes(data.name)) void readAnew(store);
  },
};

/** What is no longer theirs to see leaves the screen, whatever else comes of it; where they may more, nothing typed is lost. */
async function readAnew(store: LiveStore): Promise<void> {
  const before = whoIsIn(store);
  const { data: now } = await store.dispatch(readSession());
  if (!before || !now) return;
  const isLess = before.permissions.some((permission) => !now.permissions.includes(permission));
  store.dispatch(
    isLess || before.is_staff !== now.is_staff
      ? api.util.resetApiState()
      : api.util.invalidateTags([...tagTypes]),
  );
}

function whoIsIn({ getState }: LiveStore): Me | null {
  return (getState() as ReturnType<LiveStore['getState']> & WithSession).session.me;
}
