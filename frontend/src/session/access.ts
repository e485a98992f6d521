import type { Me } from '../api/shapes';
import type { GymEvent } from '../realtime/events.gen';

/** Whether it says that what this person may see has changed, by their roles or by what a role of theirs may do. */
export function changesAccess(event: GymEvent, me: Me): boolean {
  return (
    event.type === 'user.access_changed' ||
    (event.type === 'role.changed' && me.roles.includes(event.data.name))
  );
}

/** Whether all that was theirs to see still is. */
export function keepsAccess(before: Me, now: Me): boolean {
  return (
    before.is_staff === now.is_staff &&
    before.permissions.every((permission) => now.permissions.includes(permission))
  );
}
