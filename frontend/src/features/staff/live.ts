import { LIST } from '../../api/api';
import type { LiveHandlers, LiveStore } from '../../realtime/live';
import { staffApi } from './api';

const { invalidateTags } = staffApi.util;

function readInvitations(_event: unknown, { dispatch }: LiveStore): void {
  dispatch(invalidateTags(['Invitation']));
}

export const staffLive: LiveHandlers = {
  'staff.changed': (_event, { dispatch }) => {
    dispatch(invalidateTags([{ type: 'Staff', id: LIST }, 'Role']));
  },
  'role.changed': (_event, { dispatch }) => {
    dispatch(invalidateTags(['Role']));
  },
  'invitation.sent': readInvitations,
  'invitation.accepted': readInvitations,
  'invitation.revoked': readInvitations,
};
