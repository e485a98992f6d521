import type { ChosenAction } from '../features/customers/ChosenBar';
import { GiveTasks } from '../features/tasks/GiveTasks';

/** What can be done with the members chosen in the list, beside what is of the list itself. A feature adds its part here. */
export const chosenActions: (ChosenAction & { permission: string })[] = [
  { key: 'tasks', Part: GiveTasks, permission: 'scheduling.add_task' },
];
