import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { HangingHere } from './Dialog';
import { useFocusBack } from './useFocusBack';

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
  // A route that closes takes its drawer away at once.
  useFocusBack();
  return (
    <Drawer
      opened
      onClose={onClose}
      closeOnEscape={false}
      onKeyDown={(event) => isOwnEscape(event) && onClose()}
      title={title}
      position="right"
      size={isPhone ? '100%' : 'md'}
      closeButtonProps={{ 'aria-label': t('action.close'), size: 'lg' }}
      styles={{ title: { fontSize: '1.25rem', fontWeight: 650 } }}
    >
      {/* Opening to look: the focus comes inside, but on nothing in particular. */}
      <div tabIndex={-1} data-autofocus={!isForm || undefined} style={{ outline: 'none' }}>
        <HangingHere>{children}</HangingHere>
      </div>
    </Drawer>
  );
}

/** Not the one that closes a dialog that lies over the drawer, or a list that hangs from one of its fields. */
function isOwnEscape({ key, nativeEvent, target, currentTarget }: KeyboardEvent<HTMLElement>): boolean {
  if (key !== 'Escape' || nativeEvent.isComposing || !(target instanceof HTMLElement)) return false;
  return currentTarget.contains(target) && target.dataset.mantineStopPropagation !== 'true';
}
