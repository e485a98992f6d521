import type { paths } from '../../api/schema.gen';
import type { TaskViewInput } from '../../api/shapes';
import { daysLater, instantOf, today } from '../../i18n/dates';

/** Which tasks are in the list and in which order. */
export type TaskQuestion = Omit<
  NonNullable<paths['/api/tasks/']['get']['parameters']['query']>,
  'cursor' | 'page_size'
>;

export const states = ['open', 'in_progress', 'done', 'cancelled'] as const;
export type TaskState = (typeof states)[number];
export const shownStates = ['to_do', ...states, 'all'] as const;
export const dues = ['overdue', 'today', 'week'] as const;
export const orders = ['due', 'priority', '-created'] as const;
export const roles = ['front_desk', 'trainer', 'manager', 'owner'] as const;

/** What the screen can be asked for; each stands in the address under its own name. */
export interface Asked {
  whose: string;
  state: (typeof shownStates)[number];
  due: (typeof dues)[number] | '';
  ordering: (typeof orders)[number];
}

/** The change of an address by which it asks for nothing in particular. */
export const nothing: Record<string, string> = { whose: '', state: '', due: '', ordering: '' };

export function askedOf(address: URLSearchParams): Asked {
  return {
    whose: address.get('whose') ?? '',
    state: oneOf(shownStates, address.get('state')) ?? 'to_do',
    due: oneOf(dues, address.get('due')) ?? '',
    ordering: oneOf(orders, address.get('ordering')) ?? 'due',
  };
}

function oneOf<Known extends string>(known: readonly Known[], value: string | null): Known | undefined {
  return known.find((one) => one === value);
}

/** The same as the server is asked. Days are those of the centre. */
export function questionOf({ whose, state, due, ordering }: Asked, timeZone: string): TaskQuestion {
  const role = oneOf(roles, whose);
  const begins = (date: string) => instantOf({ date, time: '00:00' }, timeZone);
  const day = today(timeZone);
  return {
    ...(whose === 'mine' && { mine: true }),
    ...(role && { role }),
    ...(state === 'to_do' ? { to_do: true } : state === 'all' ? {} : { state: [state] }),
    ...(due === 'overdue' && { overdue: true }),
    ...(due === 'today' && { from: begins(day), to: begins(daysLater(day, 1)) }),
    ...(due === 'week' && { from: begins(day), to: begins(daysLater(day, 7)) }),
    ordering,
  };
}

/** What of it a saved view keeps: all that isn't so by itself. */
export function viewOf({ whose, state, due, ordering }: Asked, isBoard: boolean): TaskViewInput['question'] {
  const role = oneOf(['mine', ...roles] as const, whose);
  return {
    ...(role && { whose: role }),
    ...(state !== 'to_do' && { state }),
    ...(due && { due }),
    ...(ordering !== 'due' && { ordering }),
    ...(isBoard && { shape: 'board' as const }),
  };
}

export function isNarrowed({ whose, state, due }: Asked): boolean {
  return whose !== '' || state !== 'to_do' || due !== '';
}
