import { useSyncExternalStore } from 'react';

let down = false;
const listeners = new Set<() => void>();

function turn(to: boolean): void {
  if (down === to) return;
  down = to;
  for (const listener of listeners) listener();
}

// The focus moves while the button goes down, so this must know first; a click comes after the button is up.
addEventListener('pointerdown', () => turn(true), { capture: true });
for (const end of ['pointerup', 'pointercancel'] as const)
  addEventListener(end, () => setTimeout(turn, 0, false), { capture: true });

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether a click or a tap is under way: what moves now makes it miss. */
export function usePointerDown(): boolean {
  return useSyncExternalStore(subscribe, () => down);
}
