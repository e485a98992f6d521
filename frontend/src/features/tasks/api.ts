import { api, LIST } from '../../api/api';
import type {
  CursorPage,
  Page,
  Task,
  TaskChange,
  TaskComment,
  TaskHistoryEntry,
  TaskInput,
  TaskRow,
  TasksAtOnce,
} from '../../api/shapes';
import { removeRow, replaceNewer } from '../../api/versions';
import type { LiveStore } from '../../realtime/live';
import type { TaskQuestion } from './taskQuestion';

export interface TaskListArgs extends TaskQuestion {
  /** Where the page begins, as the page beside it said; none: at the beginning. */
  cursor?: string;
  page_size?: number;
}

/** What is done to a task without a form, and what goes with it. */
export type TaskAct =
  | { action: 'take' | 'release' | 'done' | 'cancel' }
  | { action: 'reopen'; body: { state: 'open' | 'in_progress' } }
  | { action: 'check'; body: { item: number; done: boolean } };

export interface CommentPage {
  next: string | null;
  results: TaskComment[];
}

export const tasksApi = api.injectEndpoints({
  endpoints: (build) => ({
    listTasks: build.query<CursorPage<TaskRow>, TaskListArgs>({
      query: (params) => ({ url: '/api/tasks/', params }),
      transformResponse: ({ next, previous, results }: CursorPage<TaskRow>) => ({
        next: cursorOf(next),
        previous: cursorOf(previous),
        results,
      }),
      providesTags: [{ type: 'Task', id: LIST }],
    }),
    getTask: build.query<Task, number>({
      query: (id) => ({ url: `/api/tasks/${id}/` }),
      providesTags: (_answer, _error, id) => [{ type: 'Task', id }],
    }),
    createTask: build.mutation<Task, TaskInput>({
      query: (body) => ({ url: '/api/tasks/', method: 'POST', body }),
      invalidatesTags: (created) => (created ? [{ type: 'Task', id: LIST }] : []),
    }),
    changeTask: build.mutation<Task, { id: number; version: number | undefined; change: TaskChange }>({
      query: ({ id, version, change }) => ({
        url: `/api/tasks/${id}/`,
        method: 'PATCH',
        body: change,
        ...(version !== undefined && { headers: { 'If-Match': `"${version}"` } }),
      }),
      onQueryStarted: putAnswer,
    }),
    actOnTask: build.mutation<Task, TaskAct & { id: number }>({
      query: ({ id, action, ...rest }) => ({
        url: `/api/tasks/${id}/${action}/`,
        method: 'POST',
        ...('body' in rest && { body: rest.body }),
      }),
      onQueryStarted: async (act, { queryFulfilled, ...store }) => {
        const takeBack = foresee(act, store);
        const { data } = await queryFulfilled.catch(() => ({ data: null }));
        if (!data) takeBack();
        else {
          putTask(data, store);
          // What was foreseen isn't new any more: whether the task is in a list still, the server says.
          if (act.action !== 'check') store.dispatch(invalidateTags([{ type: 'Task', id: LIST }]));
        }
      },
    }),
    doToTasks: build.mutation<{ results: TaskRow[] }, TasksAtOnce>({
      query: (body) => ({ url: '/api/tasks/many/', method: 'POST', body }),
      onQueryStarted: async (_args, { queryFulfilled, ...store }) => {
        const { data } = await queryFulfilled.catch(() => ({ data: null }));
        for (const row of data?.results ?? []) putTaskRow(row, store);
      },
    }),
    listTaskComments: build.query<CommentPage, number>({
      query: (id) => ({ url: `/api/tasks/${id}/comments/`, params: { page_size: 100 } }),
      providesTags: (_answer, _error, id) => [{ type: 'TaskComment', id }],
    }),
    addComment: build.mutation<TaskComment, { id: number; text: string }>({
      query: ({ id, text }) => ({ url: `/api/tasks/${id}/comments/`, method: 'POST', body: { text } }),
      invalidatesTags: (said, _error, { id }) => (said ? [{ type: 'TaskComment', id }] : []),
    }),
    getTaskHistory: build.query<Page<TaskHistoryEntry>, { id: number; page: number }>({
      query: ({ id, page }) => ({ url: `/api/tasks/${id}/history/`, params: { page } }),
      providesTags: (_answer, _error, { id }) => [{ type: 'TaskHistory', id }],
    }),
  }),
});

export const {
  useListTasksQuery,
  useGetTaskQuery,
  useCreateTaskMutation,
  useChangeTaskMutation,
  useActOnTaskMutation,
  useDoToTasksMutation,
  useListTaskCommentsQuery,
  useAddCommentMutation,
  useGetTaskHistoryQuery,
} = tasksApi;

const { selectCachedArgsForQuery, updateQueryData, invalidateTags } = tasksApi.util;

function cursorOf(address: string | null): string | null {
  return address && new URL(address).searchParams.get('cursor');
}

async function putAnswer(
  _args: unknown,
  { queryFulfilled, ...store }: LiveStore & { queryFulfilled: Promise<{ data: Task }> },
): Promise<void> {
  const { data } = await queryFulfilled.catch(() => ({ data: null }));
  if (data) putTask(data, store);
}

function putTask(task: Task, store: LiveStore): void {
  store.dispatch(updateQueryData('getTask', task.id, (held) => void replaceNewer([held], task)));
  putTaskRow(task, store);
}

function heldIn(args: TaskListArgs, id: number, store: LiveStore): TaskRow | undefined {
  const held = tasksApi.endpoints.listTasks.select(args)(store.getState()).data;
  return held?.results.find((row) => row.id === id);
}

/** By what a task is in a list, or stands where it stands in it. */
const placing = ['state', 'assignee', 'role', 'due_at', 'priority', 'customer', 'appointment'] as const;

/**
 * Puts a newer state of a task in every list that has it. Lists that it may enter, leave or move in are read again: all, unless
 * each has it and nothing has changed by which it is there.
 */
export function putTaskRow(row: TaskRow, store: LiveStore): void {
  let settled = true;
  for (const args of selectCachedArgsForQuery(store.getState(), 'listTasks')) {
    const held = heldIn(args, row.id, store);
    if (held && held.version >= row.version) continue;
    if (!held || placing.some((name) => held[name] !== row[name])) settled = false;
    store.dispatch(updateQueryData('listTasks', args, ({ results }) => void replaceNewer(results, row)));
  }
  if (!settled) store.dispatch(invalidateTags([{ type: 'Task', id: LIST }]));
}

/** Who has it open hasn't heard all of it: description and checklist are read again. */
export function refreshTask({ id, version }: Pick<TaskRow, 'id' | 'version'>, store: LiveStore): void {
  const held = tasksApi.endpoints.getTask.select(id)(store.getState()).data;
  if (held && held.version < version) store.dispatch(invalidateTags([{ type: 'Task', id }]));
  store.dispatch(invalidateTags([{ type: 'TaskHistory', id }]));
}

/** It isn't to be seen any more: it leaves every list, and whoever has it open is told so by the server. */
export function dropTask(id: number, store: LiveStore): void {
  for (const args of selectCachedArgsForQuery(store.getState(), 'listTasks')) {
    store.dispatch(updateQueryData('listTasks', args, (held) => removeRow(held, id)));
  }
  store.dispatch(invalidateTags([{ type: 'Task', id }]));
}

/** Shows what comes of it before the server has said so; returns what puts back exactly what was there. */
function foresee(act: TaskAct & { id: number }, store: LiveStore): () => void {
  const patches = selectCachedArgsForQuery(store.getState(), 'listTasks')
    .filter((args) => heldIn(args, act.id, store))
    .map((args) =>
      store.dispatch(
        updateQueryData('listTasks', args, ({ results }) => {
          const row = results.find(({ id }) => id === act.id);
          if (row) Object.assign(row, { state: stateAfter(act, row.state) });
        }),
      ),
    );
  const open = store.dispatch(
    updateQueryData('getTask', act.id, (task) => {
      Object.assign(task, { state: stateAfter(act, task.state) });
      if (act.action !== 'check') return;
      const item = task.checklist.find(({ id }) => id === act.body.item);
      if (item) item.done = act.body.done;
    }),
  );
  return () => {
    for (const patch of [...patches, open]) patch.undo();
  };
}

function stateAfter(act: TaskAct, state: TaskRow['state']): TaskRow['state'] {
  switch (act.action) {
    case 'take':
      return 'in_progress';
    case 'release':
      return 'open';
    case 'done':
      return 'done';
    case 'cancel':
      return 'cancelled';
    case 'reopen':
      return act.body.state;
    case 'check':
      return state;
  }
}
