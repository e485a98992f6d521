import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import type { ReactNode } from 'react';

/** Says that the server has accepted something. Never shown before it has. */
export function confirmDone(message: string): void {
  notifications.show({ message, color: 'pine', autoClose: 4000, withCloseButton: false });
}

/** The same for what can be taken back; the message holds the button that does it. */
export function confirmUndoable(id: string, message: ReactNode): void {
  const closeButtonProps = { 'aria-label': i18next.t('action.close') };
  notifications.show({ id, message, color: 'pine', autoClose: 10_000, closeButtonProps });
}

/** Says why the server has not done something that no form stands for. */
export function sayRefused(message: string): void {
  notifications.show({ message, color: 'red', autoClose: 8000, withCloseButton: false });
}
