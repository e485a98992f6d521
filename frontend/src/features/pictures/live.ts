import { LIST } from '../../api/api';
import type { LiveHandlers } from '../../realtime/live';
import { readSession } from '../../session/api';
import { picturesApi } from './api';

export const picturesLive: LiveHandlers = {
  'staff.picture_changed': ({ data, actor }, { dispatch }) => {
    dispatch(picturesApi.util.invalidateTags([{ type: 'Staff', id: LIST }]));
    // One's own, which is shown from the session.
    if (data.id === actor) void dispatch(readSession());
  },
};
