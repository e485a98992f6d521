import { Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Post, PostComment } from '../../api/shapes';
import { Portrait } from '../../components/Person';
import { useDates } from '../../i18n/dates';
import classes from './Feed.module.css';
import { Deeds } from './Deeds';
import { LinkedText } from './LinkedText';
import { WritingForm, type Sent } from './WritingForm';

export interface WritingProps {
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
