import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { useRefusal } from '../../components/formErrors';
import { confirmUndoable, sayRefused } from '../../components/toast';
import { UndoMessage } from '../../components/UndoMessage';
import type { Sent } from './WritingForm';

/** Deleting what one wrote, with the way back, and saying why something was not done. */
export function useMove(deleted: string) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const say = async (doing: Promise<Sent>): Promise<boolean> => {
    const { error } = await doing;
    if (error !== undefined) sayRefused(refusal(error));
    return error === undefined;
  };
  const deleteUndoably = async (id: string, remove: () => Promise<Sent>, restore: () => Promise<Sent>) => {
    if (!(await say(remove()))) return;
    const undo = () => {
      notifications.hide(id);
      void say(restore());
    };
    confirmUndoable(id, <UndoMessage text={deleted} label={t('feed.undo')} undo={undo} />);
  };
  return {
    say: (doing: Promise<Sent>) => void say(doing),
    deleteUndoably: (...what: Parameters<typeof deleteUndoably>) => void deleteUndoably(...what),
  };
}
