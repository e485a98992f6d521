import { z } from 'zod';
import type { Task, TaskChange } from '../../api/shapes';
import { instantOf, wallTimeAt } from '../../i18n/dates';
import { roles } from './taskQuestion';
import { repeatKinds, ruleOf } from './taskRepeats';

export const MOST_CHECKS = 50;
const item = z.object({
  id: z.number().optional(),
  text: z.string().max(200, 'validation.tooLong'),
  done: z.boolean(),
});

const fields = z.object({
  title: z.string().trim().min(1, 'validation.required').max(120, 'validation.tooLong'),
  description: z.string().max(5000, 'validation.tooLong'),
  /** A role's name, or the id of a person. */
  whom: z.string().min(1, 'validation.choose'),
  date: z.string().nullable(),
  time: z.string(),
  /** One of `repeatKinds`, the rule that the task has already as `kept` writes it, or nothing for once. */
  repeats: z.string(),
  priority: z.enum(['1', '2', '3']),
  customer: z.number().nullable(),
  checklist: z.array(item).max(MOST_CHECKS),
});
export type TaskValues = z.infer<typeof fields>;
export const fieldNames = Object.keys(fields.shape);

export const schema = fields.refine(({ repeats, date }) => date !== null || !isKind(repeats), {
  path: ['repeats'],
  message: 'tasks.repeats.needsDate',
});

const isKind = (repeats: string) => repeatKinds.some((kind) => kind === repeats);

/** The rule that a task has, told from every other. */
export function kept({ rule, rule_from: from }: Pick<Task, 'rule' | 'rule_from'>): string {
  return rule ? `${rule} ${from}` : '';
}

export function emptyValues(customer: number | null): TaskValues {
  return {
    title: '',
    description: '',
    whom: '',
    date: null,
    time: '',
    repeats: '',
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
    repeats: kept(task),
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
  const kind = repeatKinds.find((one) => one === values.repeats);
  // Until a day means until it is over.
  const due_at = date ? instantOf({ date, time: time || '23:59' }, timeZone) : null;
  return {
    ...(dirty.title && { title: values.title }),
    ...(dirty.description && { description: values.description }),
    ...(dirty.whom && (role ? { role } : { assignee: Number(values.whom) })),
    // A rule begins with when the task is due.
    ...((dirty.date || dirty.time || dirty.repeats) && { due_at }),
    ...(dirty.repeats && { rule: kind && date ? ruleOf(kind, date) : '' }),
    ...(dirty.priority && { priority: Number(values.priority) as 1 | 2 | 3 }),
    ...(dirty.customer && { customer: values.customer }),
    ...(dirty.checklist && {
      checklist: values.checklist
        .filter(({ text }) => text.trim() !== '')
        .map(({ id, text, done }) => ({ ...(id && { id }), text: text.trim(), done })),
    }),
  };
}
