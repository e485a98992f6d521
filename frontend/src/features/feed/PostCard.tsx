import { Button, Text } from '@mantine/core';
import { MessageCircle } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Post } from '../../api/shapes';
import { Comments } from './Comments';
import classes from './Feed.module.css';
import { MOST } from './PostComposer';
import { PostPictures } from './PostPictures';
import { Reactions } from './Reactions';
import { useUnsent } from './unsent';
import { useDeletion } from './useDeletion';
import { useSaying } from './useSaying';
import { useDeletePostMutation, useEditPostMutation, useMovePostMutation } from './writingApi';
import { Writing } from './Writing';

export function PostCard({ post }: { post: Post }) {
  const { t } = useTranslation();
  const unsent = useUnsent().filter((one) => one.post === post.id);
  const [isOpen, setOpen] = useState(unsent.length > 0);
  const below = useId();
  const [edit] = useEditPostMutation();
  const [remove] = useDeletePostMutation();
  const [move] = useMovePostMutation();
  const say = useSaying();
  const deleteUndoably = useDeletion();
  return (
    <article className={classes.card} aria-label={t('feed.postBy', { name: post.author_name })}>
      <Writing
        writing={post}
        most={MOST}
        permission="social.change_post"
        onEdit={(text) => edit({ id: post.id, version: post.version, text })}
        onDelete={() =>
          void deleteUndoably({
            id: `post-${post.id}`,
            done: t('feed.postDeleted'),
            remove: () => remove(post.id),
            restore: () => move({ id: post.id, to: 'restore' }),
          })
        }
        onHide={(to) => void say(move({ id: post.id, to }))}
      />
      {post.pictures.length > 0 && <PostPictures post={post} />}
      <div className={classes.actions}>
        <Reactions post={post} />
        <Button
          variant="subtle"
          size="compact-md"
          leftSection={<MessageCircle size={18} aria-hidden />}
          aria-label={t('feed.comments', { count: post.comment_count })}
          aria-expanded={isOpen}
          aria-controls={below}
          onClick={() => setOpen(!isOpen)}
        >
          {post.comment_count}
        </Button>
      </div>
      <div id={below}>{isOpen && <Comments post={post} unsent={unsent} />}</div>
      {post.hidden_at && (
        <Text size="sm" c="var(--quiet)" mt="xs">
          {t('feed.hiddenNote')}
        </Text>
      )}
    </article>
  );
}
