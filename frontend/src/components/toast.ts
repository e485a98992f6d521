import { notifications } from '@mantine/notifications';

/** Says that the server has accepted something. Never shown before it has. */
export function confirmDone(message: string): void {
  notifications.show({ message, color: 'pine', autoClose: 4000, withCloseButton: false });
}
