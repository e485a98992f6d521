import { useState } from 'react';
import type { MemberRow } from '../../api/shapes';
import type { Choice } from './memberColumns';

interface Held {
  question: string;
  chosen: ReadonlySet<number> | 'all';
}

/** Members chosen in a list, over its pages; another question lets go of them. */
export function useChoice(question: string, rows: MemberRow[] | undefined) {
  const nobody: Held = { question, chosen: new Set() };
  const [held, setHeld] = useState(nobody);
  const { chosen } = held.question === question ? held : nobody;
  const hold = (next: Held['chosen']) => setHeld({ question, chosen: next });
  const has = (id: number) => chosen === 'all' || chosen.has(id);
  const ids = rows?.map(({ id }) => id) ?? [];
  const here = ids.filter(has).length;
  const choice: Choice = {
    has,
    page: here === 0 ? 'none' : here === ids.length ? 'all' : 'some',
    toggle: (id) => {
      const next = new Set(chosen === 'all' ? ids : chosen);
      if (!next.delete(id)) next.add(id);
      hold(next);
    },
    togglePage: () => {
      const others = chosen === 'all' ? [] : [...chosen].filter((id) => !ids.includes(id));
      hold(new Set(here === ids.length ? others : [...others, ...ids]));
    },
  };
  return {
    choice,
    chosen,
    isAny: chosen === 'all' || chosen.size > 0,
    chooseAll: () => hold('all'),
    clear: () => hold(new Set()),
  };
}
