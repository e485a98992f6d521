import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';

/** Says that the server has accepted something. Never shown before it has. */
export function confirmDone(message: string): void {
  notifications.show({ message, color: 'pine', autoClose: 4000, withCloseButton: false });
}

interface Undo {
  label: string;
  run: () => void;
}

/** The same for what can be taken back for as long as the message stands; `id` names it. Without `undo` there is nothing to take back. */
export function confirmUndoable(id: string, text: string, undo?: Undo): void {
  const takeBack = () => {
    notifications.hide(id);
    undo?.run();
  };
  const message = undo ? (
    <Group justify="space-between" wrap="nowrap">
      {text}
      <Button variant="subtle" size="compact-sm" onClick={takeBack} style={{ flexShrink: 0 }}>
        {undo.label}
      </Button>
    </Group>
  ) : (
    text
  );
  const closeButtonProps = { 'aria-label': i18next.t('action.close') };
  notifications.show({ id, message, color: 'pine', autoClose: 10_000, closeButtonProps });
}

/** Says why the server has not done something that no form stands for. */
export function sayRefused(message: string): void {
  notifications.show({ message, color: 'red', autoClose: 8000, withCloseButton: false });
}
