import { ActionIcon, Badge, Text } from '@mantine/core';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeleteViewMutation, type SavedView, type ViewQuestion } from '../api/savedViews';
import { useMe } from '../session/useMe';
import { ConfirmDialog } from './ConfirmDialog';
import { Dialog } from './Dialog';
import { useRefusal } from './formErrors';
import type { ViewsOf } from './SavedViews';
import classes from './SavedViews.module.css';
import { confirmDone } from './toast';
import { ViewDialog } from './ViewDialog';

interface ManageViewsProps {
  of: ViewsOf;
  /** Those that the person may change. */
  views: SavedView[];
  question: ViewQuestion;
  onClose: () => void;
}

/** Renames, shares and deletes views. */
export function ManageViews({ of, views, question, onClose }: ManageViewsProps) {
  const { t } = useTranslation();
  const me = useMe();
  const [edited, setEdited] = useState<SavedView | null>(null);
  const [leaving, setLeaving] = useState<SavedView | null>(null);
  const [remove, { error, isLoading, reset }] = useDeleteViewMutation();
  const refusal = useRefusal();
  const takeAway = async (view: SavedView) => {
    const gone = await remove({ path: of.path, id: view.id });
    if (gone.error) return;
    confirmDone(t('views.deleted', { name: view.name }));
    setLeaving(null);
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('views.manageTitle')}
      centered
      zIndex={300}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {views.length === 0 && <Text c="var(--quiet)">{t('views.none')}</Text>}
      <ul className={classes.list}>
        {views.map((view) => (
          <li key={view.id}>
            <span className={classes.name}>
              {view.name}
              {view.owner !== me.id && (
                <Text size="sm" c="var(--quiet)">
                  {view.owner_name}
                </Text>
              )}
            </span>
            {view.shared && <Badge color="gray">{t('views.shared')}</Badge>}
            <ActionIcon
              variant="subtle"
              size="lg"
              aria-label={t('views.edit', { name: view.name })}
              onClick={() => setEdited(view)}
            >
              <Pencil size={18} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="red"
              size="lg"
              aria-label={t('views.delete', { name: view.name })}
              onClick={() => setLeaving(view)}
            >
              <Trash2 size={18} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {edited && <ViewDialog of={of} view={edited} question={question} onClose={() => setEdited(null)} />}
      {leaving && (
        <ConfirmDialog
          opened
          title={t('views.delete', { name: leaving.name })}
          text={t(leaving.shared ? 'views.deleteShared' : 'views.deleteOwn', { left: of.left })}
          confirm={t('views.deleteConfirm')}
          keep={t('views.leave')}
          busy={isLoading}
          refusal={error && refusal(error)}
          onConfirm={() => void takeAway(leaving)}
          onClose={() => {
            reset();
            setLeaving(null);
          }}
        />
      )}
    </Dialog>
  );
}
