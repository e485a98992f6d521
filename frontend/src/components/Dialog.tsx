import { MantineThemeProvider, Modal, type ModalProps } from '@mantine/core';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { hangingIn } from './hanging';

/** A dialog. What hangs from its fields is a part of it, as it is for who is led through it by a reader. */
export function Dialog({ children, ...props }: ModalProps) {
  return (
    <Modal {...props}>
      <HangingHere>{children}</HangingHere>
    </Modal>
  );
}

/** Inside a dialog or a drawer: lists, menus and calendars are put into it and not into the page behind. */
export function HangingHere({ children }: { children: ReactNode }) {
  const [dialog, setDialog] = useState<HTMLElement | null>(null);
  const find = useCallback((mark: HTMLElement | null) => {
    setDialog(mark?.closest<HTMLElement>('[role="dialog"]') ?? null);
  }, []);
  const theme = useMemo(() => ({ components: dialog ? hangingIn(dialog) : {} }), [dialog]);
  return (
    <>
      <span ref={find} hidden />
      {dialog && <MantineThemeProvider theme={theme}>{children}</MantineThemeProvider>}
    </>
  );
}
