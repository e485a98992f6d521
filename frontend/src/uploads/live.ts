import type { LiveHandlers } from '../realtime/live';
import { uploadsApi } from './api';

export const uploadsLive: LiveHandlers = {
  'picture.settled': ({ data }, { dispatch }) => {
    dispatch(uploadsApi.util.updateQueryData('getUpload', data.id, (held) => void Object.assign(held, data)));
  },
};
