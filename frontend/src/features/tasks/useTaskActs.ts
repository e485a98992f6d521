import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/errors';
import type { TaskRow } from '../../api/shapes';
import { useRefusal } from '../../components/formErrors';
import { confirmUndoable, sayRefused } from '../../components/toast';
import { useActOnTaskMutation, type TaskAct } from './api';
import type { TaskState } from './taskQuestion';
import { isToDo } from './useTaskWords';

/** Which states a task can go to from one, in the order in which they are offered. */
export const movesFrom: Record<TaskState, readonly TaskState[]> = {
  open: ['in_progress', 'done', 'cancelled'],
  in_progress: ['done', 'open', 'cancelled'],
  done: ['open', 'in_progress'],
  cancelled: ['open', 'in_progress'],
};

/** Doing something with a task, from anywhere. It shows at once; what is refused is put back, and said why. */
export function useTaskActs() {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const [act] = useActOnTaskMutation();

  const carryOut = async (task: TaskRow, what: TaskAct): Promise<boolean> => {
    const { error } = await act({ id: task.id, ...what });
    if (!error) return true;
    const current = isApiError(error) ? (error.current as TaskRow | undefined) : undefined;
    const name = current?.assignee_name;
    sayRefused(
      isApiError(error) && error.code === 'taken' && name ? t('tasks.taken', { name }) : refusal(error),
    );
    return false;
  };

  const sayUndoable = (task: TaskRow, message: string) => {
    const state = task.state === 'in_progress' ? 'in_progress' : 'open';
    const run = () => void carryOut(task, { action: 'reopen', body: { state } });
    confirmUndoable(`task-${task.id}`, message, { label: t('tasks.undo'), run });
  };

  return {
    carryOut,
    /** Moves it to another state; closing it can be taken back. */
    move: async (task: TaskRow, to: TaskState) => {
      if (!(await carryOut(task, actTo(task.state, to)))) return;
      if (to === 'done') sayUndoable(task, t('tasks.doneSaid', { title: task.title }));
      if (to === 'cancelled') sayUndoable(task, t('tasks.cancelledSaid', { title: task.title }));
    },
  };
}

function actTo(from: TaskState, to: TaskState): TaskAct {
  if (to === 'done') return { action: 'done' };
  if (to === 'cancelled') return { action: 'cancel' };
  if (!isToDo(from)) return { action: 'reopen', body: { state: to } };
  return { action: to === 'in_progress' ? 'take' : 'release' };
}
