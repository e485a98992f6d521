import { useTranslation } from 'react-i18next';
import type { TaskRow } from '../../api/shapes';
import { useNow } from '../../components/useNow';
import { useDates } from '../../i18n/dates';

/** What is said of a task wherever it is shown. */
export function useTaskWords() {
  const { t } = useTranslation();
  const dates = useDates();
  const now = useNow();
  const roleOf = ({ role }: Pick<TaskRow, 'role'>) => (role ? t(`role.${role}`) : '');
  return {
    /** Whose it is: of a role's that is taken, both. */
    who: (task: TaskRow) => {
      const { assignee_name: name } = task;
      if (!name) return roleOf(task) || t('tasks.nobody');
      return task.role ? t('tasks.takenFrom', { name, role: roleOf(task) }) : name;
    },
    due: ({ due_at: at }: TaskRow) => (at ? dates.moment(at) : t('tasks.noDue')),
    isOverdue: ({ due_at: at, state }: TaskRow) => at !== null && isToDo(state) && Date.parse(at) < now,
  };
}

export function isToDo(state: TaskRow['state']): boolean {
  return state === 'open' || state === 'in_progress';
}
