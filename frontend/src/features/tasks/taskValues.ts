import { z } from 'zod';
import type { Task, TaskChange } from '../../api/shapes';
import { instantOf, wallTimeAt } from '../../i18n/dates';
import { roles } from './taskQuestion';

export const MOST_CHECKS = 50;
const item = z.object({
  id: z.number().optional(),
  text: z.string().max(200, 'validation.tooLong'),
  done: z.boolean(),
});

export const schema = z.object({
  title: z.string().trim().min(1, 'validation.required').max(120, 'validation.tooLong'),
  description: z.string().max(5000, 'validation.tooLong'),
  /** A role's name, or the id of a person. */
  whom: z.string().min(1, 'validation.choose'),
  date: z.string().nullable(),
  time: z.string(),
  priority: z.enum(['1', '2', '3']),
  customer: z.number().nullable(),
  checklist: z.array(item).max(MOST_CHECKS),
});
export type TaskValues = z.infer<typeof schema>;

export function emptyValues(customer: number | null): TaskValues {
  return {
    title: '',
    description: '',
    whom: '',
    date: null,
    time: '',
    priority: '2',
    customer,
    checklist: [],
  };
}

export function valuesOf(task: Task, timeZone: string): TaskValues {
  const due = task.due_at ? wallTimeAt(task.due_at, timeZone) : { date: null, time: '' };
  return {
    title: task.title,
    description: task.description,
    whom: task.assignee ? String(task.assignee) : task.role,
    ...due,
    priority: String(task.priority) as TaskValues['priority'],
    customer: task.customer,
    checklist: task.checklist.map(({ id, text, done }) => ({ id, text, done })),
  };
}

/** As the form knows it: of a list, a mark for each of its parts. */
type Dirty = Partial<Record<keyof TaskValues, boolean | object>>;

/** What is sent of the fields that were set here. */
export function changeOf(values: TaskValues, dirty: Dirty, timeZone: string): TaskChange {
  const role = roles.find((name) => name === values.whom);
  const { date, time } = values;
  // Until a day means until it is over.
  const due_at = date ? instantOf({ date, time: time || '23:59' }, timeZone) : null;
  return {
    ...(dirty.title && { title: values.title }),
    ...(dirty.description && { description: values.description }),
    ...(dirty.whom && (role ? { role } : { assignee: Number(values.whom) })),
    ...((dirty.date || dirty.time) && { due_at }),
    ...(dirty.priority && { priority: Number(values.priority) as 1 | 2 | 3 }),
    ...(dirty.customer && { customer: values.customer }),
    ...(dirty.checklist && {
      checklist: values.checklist
        .filter(({ text }) => text.trim() !== '')
        .map(({ id, text, done }) => ({ ...(id && { id }), text: text.trim(), done })),
    }),
  };
}
