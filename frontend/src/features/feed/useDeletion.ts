import { useTranslation } from 'react-i18next';
import { confirmUndoable } from '../../components/toast';
import { useSaying } from './useSaying';
import type { Sent } from './WritingForm';

interface Deletion {
  /** Names the message, which goes when it is taken back. */
  id: string;
  done: string;
  remove: () => Promise<Sent>;
  restore: () => Promise<Sent>;
}

/** Deleting what one wrote, with the way back. */
export function useDeletion(): (of: Deletion) => Promise<void> {
  const { t } = useTranslation();
  const say = useSaying();
  return async ({ id, done, remove, restore }) => {
    if (!(await say(remove()))) return;
    confirmUndoable(id, done, { label: t('feed.undo'), run: () => void say(restore()) });
  };
}
