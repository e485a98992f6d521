import { useState } from 'react';
import type { TaskRow } from '../../api/shapes';
import type { Choice } from './taskColumns';

interface Held {
  question: string;
  tasks: ReadonlyMap<number, TaskRow>;
}

/** Tasks chosen in a list, over its pages; another question lets go of them. They are held as they were when they were chosen. */
export function useTaskChoice(question: string, rows: TaskRow[] = []) {
  const none: Held = { question, tasks: new Map() };
  const [held, setHeld] = useState(none);
  const { tasks } = held.question === question ? held : none;
  const hold = (next: ReadonlyMap<number, TaskRow>) => setHeld({ question, tasks: next });
  const here = rows.filter(({ id }) => tasks.has(id)).length;
  const choice: Choice = {
    has: (id) => tasks.has(id),
    page: here === 0 ? 'none' : here === rows.length ? 'all' : 'some',
    toggle: (id) => {
      const next = new Map(tasks);
      const row = rows.find((one) => one.id === id);
      if (!next.delete(id) && row) next.set(id, row);
      hold(next);
    },
    togglePage: () => {
      const next = new Map(tasks);
      for (const row of rows) {
        if (here === rows.length) next.delete(row.id);
        else next.set(row.id, row);
      }
      hold(next);
    },
  };
  return { choice, chosen: [...tasks.values()], clear: () => hold(new Map()) };
}
