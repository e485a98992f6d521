import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface RecordDrawerProps {
  title: string;
  onClose: () => void;
  /** A form that is about to be filled in takes the focus itself. */
  isForm?: boolean;
  children: ReactNode;
}

/** One record beside its list; the whole screen on a phone. */
export function RecordDrawer({ title, onClose, isForm, children }: RecordDrawerProps) {
  const { t } = useTranslation();
  const isPhone = useMediaQuery('(width < 48em)');
  useFocusBack();
  return (
    <Drawer
      opened
      onClose={onClose}
      title={title}
      position="right"
      size={isPhone ? '100%' : 'md'}
      closeButtonProps={{ 'aria-label': t('action.close'), size: 'lg' }}
      styles={{ title: { fontSize: '1.25rem', fontWeight: 650 } }}
    >
      {/* Opening to look: the focus comes inside, but on nothing in particular. */}
      <div tabIndex={-1} data-autofocus={!isForm || undefined} style={{ outline: 'none' }}>
        {children}
      </div>
    </Drawer>
  );
}

/** A route that closes takes its drawer away at once, before the drawer could give the focus back. */
function useFocusBack() {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // After the drawer let go of it.
      setTimeout(() => {
        const lost = document.activeElement === document.body || document.activeElement === null;
        if (lost && before instanceof HTMLElement) before.focus({ preventScroll: true });
      });
    },
    [before],
  );
}
