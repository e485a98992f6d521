import { ActionIcon, Menu, Text } from '@mantine/core';
import { Ellipsis } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Post, PostComment } from '../../api/shapes';
import { Portrait } from '../../components/Person';
import { useDates } from '../../i18n/dates';
import { useCan, useMe } from '../../session/useMe';
import classes from './Feed.module.css';
import { LinkedText } from './LinkedText';
import { WritingForm, type Sent } from './WritingForm';

/** As the server has it (`social/writings.py`). */
const EDITABLE_MS = 24 * 60 * 60 * 1000;

interface WritingProps {
  writing: Post | PostComment;
  most: number;
  /** With which one may hide what others wrote. */
  permission: string;
  onEdit: (text: string) => Promise<Sent>;
  onDelete: () => void;
  onHide: (to: 'hide' | 'show') => void;
  children?: ReactNode;
}

/** Who wrote what and when, and what may be done about it. */
export function Writing({ writing, most, permission, onEdit, onDelete, onHide, children }: WritingProps) {
  const { t } = useTranslation();
  const { moment } = useDates();
  const [isEdited, setEdited] = useState(false);
  const { author_name: name, text, created_at, edited_at, hidden_at } = writing;
  return (
    <>
      <header className={classes.head}>
        <Portrait name={name} />
        <div className={classes.who}>
          <Text fw={650} component="span">
            {name}
          </Text>
          <Text component="div" size="sm" c="var(--quiet)">
            <time dateTime={created_at}>{moment(created_at)}</time>
            {edited_at && ` · ${t('feed.edited')}`}
            {hidden_at && ` · ${t('feed.hidden')}`}
          </Text>
        </div>
        <Deeds
          writing={writing}
          permission={permission}
          onEdit={() => setEdited(true)}
          {...{ onDelete, onHide }}
        />
      </header>
      {isEdited ? (
        <WritingForm
          label={t('feed.edit')}
          initial={text}
          submit={t('action.save')}
          most={most}
          onSubmit={({ text: now }) => onEdit(now)}
          onDone={() => setEdited(false)}
        />
      ) : (
        <p className={classes.text}>
          <LinkedText text={text} />
        </p>
      )}
      {children}
    </>
  );
}

interface DeedsProps extends Pick<WritingProps, 'writing' | 'permission' | 'onDelete' | 'onHide'> {
  onEdit: () => void;
}

function Deeds({ writing, permission, onEdit, onDelete, onHide }: DeedsProps) {
  const { t } = useTranslation();
  const isOwn = useMe().id === writing.author;
  const mayHide = useCan(permission);
  const [openedAt, setOpenedAt] = useState(0);
  const isEditable = openedAt < Date.parse(writing.created_at) + EDITABLE_MS && !writing.hidden_at;
  if (!isOwn && !mayHide) return null;
  return (
    <Menu position="bottom-end" withinPortal onOpen={() => setOpenedAt(Date.now())}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('feed.more', { name: writing.author_name })}>
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
      </Menu.Dropdown>
    </Menu>
  );
}
