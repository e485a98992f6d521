import { useEffect, useState } from 'react';

/**
 * Gives the focus back to where it was before, when what is open is taken away as a whole: a dialog that is there only while
 * it is open has no time to do so itself. Where that is gone, too, the focus is at the beginning of the screen's content.
 */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // After the dialog let go of it.
      setTimeout(() => {
        const lost = document.activeElement === document.body || document.activeElement === null;
        if (!lost) return;
        const wanted = before instanceof HTMLElement && before.isConnected ? before : null;
        (wanted ?? document.getElementById('main'))?.focus({ preventScroll: true });
      });
    },
    [before],
  );
}
