import { Alert, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from './Dialog';

interface ConfirmDialogProps {
  opened: boolean;
  title: string;
  /** Names what goes. */
  text: string;
  confirm: string;
  keep: string;
  busy?: boolean;
  /** Nothing is lost by it. */
  harmless?: boolean;
  /** Why it was refused. */
  refusal?: string | undefined;
  onConfirm: () => void;
  onClose: () => void;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, title, text, confirm, keep, busy, harmless, refusal, onConfirm, onClose } = props;
  const { t } = useTranslation();
  return (
    <Dialog
      opened={opened}
      onClose={onClose}
      title={title}
      centered
      zIndex={300}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      // Over a drawer it would be the page's second banner.
      attributes={{ header: { role: 'none' } }}
    >
      <Text>{text}</Text>
      {refusal && (
        <Alert color="red" mt="md" role="alert">
          {refusal}
        </Alert>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {keep}
        </Button>
        <Button {...(!harmless && { color: 'red' })} loading={busy ?? false} onClick={onConfirm}>
          {confirm}
        </Button>
      </Group>
    </Dialog>
  );
}
