import { useHotkeys } from '@mantine/hooks';
import type { KeyboardEvent, RefObject } from 'react';

/**
 * A list for hands that stay on the keyboard: `/` leads to the search, the arrows from there through the rows and back.
 * A row is entered by the link in it, as with Tab.
 */
export function useRowKeys(
  search: RefObject<HTMLInputElement | null>,
  list: RefObject<HTMLDivElement | null>,
) {
  useHotkeys([
    [
      '/',
      () => {
        search.current?.focus();
        search.current?.select();
      },
    ],
  ]);

  const go = (event: KeyboardEvent, from: Element | null) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = [...(list.current?.querySelectorAll<HTMLElement>('tbody a[href]') ?? [])];
    const at = links.findIndex((link) => link === from);
    const target = at === -1 && step === -1 ? undefined : links[at + step];
    if (!target && !(at === 0 && step === -1)) return;
    event.preventDefault();
    (target ?? search.current)?.focus();
  };
  return {
    onSearchKey: (event: KeyboardEvent<HTMLInputElement>) => go(event, null),
    onListKey: (event: KeyboardEvent<HTMLDivElement>) => go(event, document.activeElement),
  };
}
