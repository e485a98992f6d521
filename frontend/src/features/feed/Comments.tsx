import { Button, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Post, PostComment } from '../../api/shapes';
import { RequestFailed } from '../../components/RequestFailed';
import { useListCommentsInfiniteQuery } from './api';
import classes from './Feed.module.css';
import { Unsent, UnsentList } from './UnsentComments';
import type { UnsentComment } from './unsent';
import { useDeletion } from './useDeletion';
import { useSaying } from './useSaying';
import {
  COMMENT_LENGTH,
  useCreateCommentMutation,
  useDeleteCommentMutation,
  useEditCommentMutation,
  useMoveCommentMutation,
} from './writingApi';
import { Writing } from './Writing';
import { WritingForm } from './WritingForm';

interface CommentsProps {
  post: Post;
  /** What one has said under it oneself and the server hasn't taken. */
  unsent: readonly UnsentComment[];
}

/** What is said under a post, the oldest first, each with the replies to it. */
export function Comments({ post, unsent }: CommentsProps) {
  const { t } = useTranslation();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useListCommentsInfiniteQuery(post.id);
  const [create] = useCreateCommentMutation();
  const [repliedTo, setRepliedTo] = useState<number | null>(null);
  if (error && !data) {
    return (
      <>
        <RequestFailed error={error} onRetry={refetch} />
        <UnsentList comments={unsent} />
      </>
    );
  }
  if (!data) return <Skeleton h={64} mt="sm" aria-busy />;
  const rows = data.pages.flatMap(({ results }) => results).reverse();
  const there = new Set(rows.map(({ id }) => id));
  // A reply to what is on an older page stands by itself until that is shown.
  const tops = rows.filter(({ parent }) => parent === null || !there.has(parent));
  const topOf = (parent: number | null) => tops.find(({ id }) => id === parent);
  // It stands among the comments at once, and is answered for there.
  const say = (parent: number | null, what: { text: string; client_id: string }) => {
    void create({ post: post.id, parent, ...what });
    return Promise.resolve({});
  };
  return (
    <>
      {hasNextPage && (
        <Button
          variant="subtle"
          size="compact-sm"
          mt="sm"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {t('feed.olderComments')}
        </Button>
      )}
      {rows.length > 0 && (
        <ol className={classes.comments} aria-label={t('feed.commentsOf', { name: post.author_name })}>
          {tops.map((top) => (
            <li key={top.id}>
              <Comment comment={top} onReply={() => setRepliedTo(top.parent ?? top.id)} />
              <ol className={classes.replies}>
                {rows
                  .filter(({ parent }) => parent === top.id)
                  .map((reply) => (
                    <li key={reply.id}>
                      <Comment comment={reply} onReply={() => setRepliedTo(top.id)} />
                    </li>
                  ))}
                {unsent
                  .filter(({ parent }) => parent === top.id)
                  .map((reply) => (
                    <li key={reply.client_id}>
                      <Unsent comment={reply} />
                    </li>
                  ))}
                {repliedTo === (top.parent ?? top.id) && (
                  <li>
                    <WritingForm
                      label={t('feed.replyTo', { name: top.author_name })}
                      submit={t('feed.reply')}
                      most={COMMENT_LENGTH}
                      onSubmit={(what) => say(repliedTo, what)}
                      onDone={() => setRepliedTo(null)}
                    />
                  </li>
                )}
              </ol>
            </li>
          ))}
        </ol>
      )}
      <UnsentList comments={unsent.filter(({ parent }) => !topOf(parent))} />
      {!post.hidden_at && (
        <div className={classes.answer}>
          <WritingForm
            label={t('feed.comment')}
            submit={t('feed.send')}
            most={COMMENT_LENGTH}
            onSubmit={(what) => say(null, what)}
          />
        </div>
      )}
    </>
  );
}

function Comment({ comment, onReply }: { comment: PostComment; onReply: () => void }) {
  const { t } = useTranslation();
  const { id, post, version } = comment;
  const [edit] = useEditCommentMutation();
  const [remove] = useDeleteCommentMutation();
  const [move] = useMoveCommentMutation();
  const say = useSaying();
  const deleteUndoably = useDeletion();
  return (
    <article className={classes.comment} aria-label={t('feed.commentBy', { name: comment.author_name })}>
      <Writing
        writing={comment}
        most={COMMENT_LENGTH}
        permission="social.change_comment"
        onEdit={(text) => edit({ id, version, text })}
        onDelete={() =>
          void deleteUndoably({
            id: `comment-${id}`,
            done: t('feed.commentDeleted'),
            remove: () => remove({ id, post }),
            restore: () => move({ id, post, to: 'restore' }),
          })
        }
        onHide={(to) => void say(move({ id, post, to }))}
      >
        <Button variant="subtle" size="compact-sm" ml="-0.5rem" onClick={onReply}>
          {t('feed.reply')}
        </Button>
      </Writing>
    </article>
  );
}
