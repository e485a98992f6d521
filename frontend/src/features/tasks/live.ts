import { LIST } from '../../api/api';
import { savedViewsApi, viewsTag } from '../../api/savedViews';
import type { EventOf } from '../../realtime/event';
import type { LiveHandlers, LiveStore } from '../../realtime/live';
import { dropTask, putTaskRow, refreshTask, tasksApi } from './api';

type Move =
  'task.changed' | 'task.taken' | 'task.released' | 'task.done' | 'task.reopened' | 'task.cancelled';

export const tasksLive: LiveHandlers = {
  'task.created': (_event, store) =>
    void store.dispatch(tasksApi.util.invalidateTags([{ type: 'Task', id: LIST }])),
  'task.changed': put,
  'task.taken': put,
  'task.released': put,
  'task.done': put,
  'task.reopened': put,
  'task.cancelled': put,
  'task.withdrawn': ({ data }, store) => dropTask(data.id, store),
  'task.commented': ({ data }, store) =>
    void store.dispatch(tasksApi.util.invalidateTags([{ type: 'TaskComment', id: data.task }])),
  'task_view.created': readViewsAgain,
  'task_view.changed': readViewsAgain,
  'task_view.deleted': readViewsAgain,
  'task.escalated': ({ data }, store) =>
    void store.dispatch(tasksApi.util.invalidateTags([{ type: 'TaskHistory', id: data.id }])),
};

function put({ data }: EventOf<Move>, store: LiveStore): void {
  putTaskRow(data, store);
  refreshTask(data, store);
}

/** What a view asks for doesn't travel; who no longer sees one finds it gone. */
function readViewsAgain(_event: unknown, store: LiveStore): void {
  store.dispatch(savedViewsApi.util.invalidateTags([viewsTag('/api/task-views/')]));
}
