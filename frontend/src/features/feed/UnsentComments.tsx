import { Button, Group, Text } from '@mantine/core';
import { Clock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDispatch } from 'react-redux';
import { FormRefusal } from '../../components/FormRefusal';
import { useFirstReason } from '../../components/formErrors';
import { Portrait } from '../../components/Person';
import { useMe } from '../../session/useMe';
import classes from './Feed.module.css';
import { dropped, type UnsentComment } from './unsent';
import { COMMENT_LENGTH, useCreateCommentMutation } from './writingApi';
import { WritingForm } from './WritingForm';

/** What one said and the server hasn't taken: on its way, or refused, with the reason and the text to go on with. */
export function Unsent({ comment }: { comment: UnsentComment }) {
  const { t } = useTranslation();
  const me = useMe();
  const dispatch = useDispatch();
  const firstReason = useFirstReason();
  const [create] = useCreateCommentMutation();
  const [isEdited, setEdited] = useState(false);
  const { state, refusal, ...what } = comment;
  const again = (text: string) => void create({ ...what, text });
  return (
    <article className={classes.comment} aria-label={t('feed.unsentComment')} data-unsent={state}>
      <header className={classes.head}>
        <Portrait name={me.display_name} picture={me.picture} />
        <div className={classes.who}>
          <Text fw={650} component="span">
            {me.display_name}
          </Text>
          <Text component="div" size="sm" c="var(--quiet)" role="status">
            {state === 'waiting' && <Clock size={14} className={classes.clock} aria-hidden />}
            {t(`feed.unsentState.${state}`)}
          </Text>
        </div>
      </header>
      {isEdited ? (
        <WritingForm
          label={t('feed.edit')}
          initial={what.text}
          submit={t('feed.send')}
          most={COMMENT_LENGTH}
          onSubmit={({ text }) => {
            again(text);
            return Promise.resolve({});
          }}
          onDone={() => setEdited(false)}
        />
      ) : (
        <p className={classes.text}>{what.text}</p>
      )}
      {state === 'refused' && !isEdited && (
        <>
          <FormRefusal message={firstReason(refusal)} />
          <Group gap="xs" mt="xs">
            <Button size="compact-sm" variant="light" onClick={() => again(what.text)}>
              {t('action.retry')}
            </Button>
            <Button size="compact-sm" variant="subtle" onClick={() => setEdited(true)}>
              {t('feed.edit')}
            </Button>
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              onClick={() => dispatch(dropped(what.client_id))}
            >
              {t('feed.discard')}
            </Button>
          </Group>
        </>
      )}
    </article>
  );
}

/** Those of them that stand together. */
export function UnsentList({ comments }: { comments: readonly UnsentComment[] }) {
  const { t } = useTranslation();
  if (comments.length === 0) return null;
  return (
    <ol className={classes.comments} aria-label={t('feed.unsent')}>
      {comments.map((comment) => (
        <li key={comment.client_id}>
          <Unsent comment={comment} />
        </li>
      ))}
    </ol>
  );
}
