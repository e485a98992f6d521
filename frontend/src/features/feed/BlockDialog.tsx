import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { useFirstReason } from '../../components/formErrors';
import { confirmUndoable } from '../../components/toast';
import { useFocusBack } from '../../components/useFocusBack';
import { useBlockMutation, useUnblockMutation } from './blocksApi';
import { useSaying } from './useSaying';

interface BlockDialogProps {
  other: number;
  name: string;
  onClose: () => void;
}

/** Asks before somebody is blocked, and offers the way back. */
export function BlockDialog({ other, name, onClose }: BlockDialogProps) {
  useFocusBack();
  const { t } = useTranslation();
  const [block, { error, isLoading }] = useBlockMutation();
  const [unblock] = useUnblockMutation();
  const reason = useFirstReason();
  const say = useSaying();
  const go = async () => {
    const { data } = await block(other);
    if (!data) return;
    onClose();
    confirmUndoable(`block-${other}`, t('feed.blocked', { name }), {
      label: t('feed.undo'),
      run: () => void say(unblock(data.id)),
    });
  };
  return (
    <ConfirmDialog
      opened
      title={t('feed.blockTitle', { name })}
      text={t('feed.blockText')}
      confirm={t('feed.block')}
      keep={t('action.cancel')}
      busy={isLoading}
      refusal={error && reason(error)}
      onConfirm={() => void go()}
      onClose={onClose}
    />
  );
}
