import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useSearchParams } from 'react-router';

const TYPING_MS = 250;

/** What a list is asked for, kept in the address, so that it can be shared, reloaded and gone back to. */
export function useListQuestion() {
  const [params, setParams] = useSearchParams();
  const search = params.get('search') ?? '';
  const page = Math.max(1, Math.trunc(Number(params.get('page'))) || 1);

  /** Changing anything but the page (or the cursor) begins at the first page. Empty values leave the address. */
  const ask = (change: Record<string, string>, replace = false) => {
    setParams(
      (current) => {
        current.delete('page');
        current.delete('cursor');
        for (const [name, value] of Object.entries(change)) {
          if (value) current.set(name, value);
          else current.delete(name);
        }
        return current;
      },
      { replace },
    );
  };
  return { params, search, page, ask, goToPage: (to: number) => ask({ page: to > 1 ? String(to) : '' }) };
}

/** A search box that shows each key at once and asks when the typing pauses. */
export function useSearchBox(search: string, onSearch: (text: string) => void) {
  const [typed, setTyped] = useState(search);
  const [asked, setAsked] = useState(search);
  const send = useDebouncedCallback((text: string) => {
    setAsked(text);
    onSearch(text);
  }, TYPING_MS);
  // The address changed by other means, such as the back button.
  if (search !== asked) {
    setAsked(search);
    setTyped(search);
  }
  const change = (text: string) => {
    setTyped(text);
    send(text);
  };
  return { typed, change };
}
