import { ActionIcon, Menu } from '@mantine/core';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Post, PostComment } from '../../api/shapes';
import { useCan, useMe } from '../../session/useMe';
import { BlockDialog } from './BlockDialog';
import { ReportDialog } from './ReportDialog';

/** As the server has it (`social/writings.py`). */
const EDITABLE_MS = 24 * 60 * 60 * 1000;

interface DeedsProps {
  writing: Post | PostComment;
  /** With which one may hide what others wrote. */
  permission: string;
  onEdit: () => void;
  onDelete: () => void;
  onHide: (to: 'hide' | 'show') => void;
}

/** What one may do about something that is written. */
export function Deeds({ writing, permission, onEdit, onDelete, onHide }: DeedsProps) {
  const { t } = useTranslation();
  const me = useMe();
  const isOwn = me.id === writing.author;
  const mayHide = useCan(permission);
  const mayBlock = !isOwn && !me.is_staff;
  const [openedAt, setOpenedAt] = useState(0);
  const [isBlocking, setBlocking] = useState(false);
  const [isReporting, setReporting] = useState(false);
  const isEditable = openedAt < Date.parse(writing.created_at) + EDITABLE_MS && !writing.hidden_at;
  const name = writing.author_name;
  return (
    <>
      <Menu position="bottom-end" withinPortal onOpen={() => setOpenedAt(Date.now())}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('feed.more', { name })}>
            <Ellipsis size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {isOwn && isEditable && <Menu.Item onClick={onEdit}>{t('feed.edit')}</Menu.Item>}
          {isOwn && <Menu.Item onClick={onDelete}>{t('feed.delete')}</Menu.Item>}
          {mayHide && (
            <Menu.Item onClick={() => onHide(writing.hidden_at ? 'show' : 'hide')}>
              {t(writing.hidden_at ? 'feed.show' : 'feed.hide')}
            </Menu.Item>
          )}
          {!isOwn && <Menu.Item onClick={() => setReporting(true)}>{t('feed.reportMenu')}</Menu.Item>}
          {mayBlock && (
            <Menu.Item onClick={() => setBlocking(true)}>{t('feed.blockName', { name })}</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {isReporting && <ReportDialog writing={writing} onClose={() => setReporting(false)} />}
      {isBlocking && <BlockDialog other={writing.author} name={name} onClose={() => setBlocking(false)} />}
    </>
  );
}
