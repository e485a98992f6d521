import { Box, Button, Skeleton, Text } from '@mantine/core';
import { ArrowUp, MessagesSquare } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useBeforeUnload } from 'react-router';
import { Notice } from '../../components/Notice';
import { PageHeader } from '../../components/PageHeader';
import { RequestFailed } from '../../components/RequestFailed';
import { useTopic } from '../../realtime/topics';
import { useCan, useMe } from '../../session/useMe';
import { useListPostsInfiniteQuery } from './api';
import classes from './Feed.module.css';
import { PostCard } from './PostCard';
import { PostComposer } from './PostComposer';
import { useUnsent } from './unsent';
import { UnsentList } from './UnsentComments';

/** What members and staff tell each other, live. */
export function FeedPage() {
  const { t } = useTranslation();
  useTopic('feed');
  const mayModerate = useCan('social.change_post');
  return (
    <Box maw={640} mx="auto">
      <PageHeader title={t('feed.title')}>
        {mayModerate && (
          <Button component={Link} to="/feed/reports" variant="default" size="sm">
            {t('feed.reports')}
          </Button>
        )}
      </PageHeader>
      <section className={classes.card} aria-label={t('feed.write')}>
        <PostComposer />
      </section>
      <Strays />
      <Posts />
    </Box>
  );
}

/** What one said under posts that are no longer there, or not on this page, so that nothing written is lost with them. */
function Strays() {
  const { t } = useTranslation();
  const { data } = useListPostsInfiniteQuery();
  const unsent = useUnsent();
  useBeforeUnload((event) => {
    if (unsent.length > 0) event.preventDefault();
  });
  const there = new Set(data?.pages.flatMap(({ results }) => results.map(({ id }) => id)));
  const strays = unsent.filter(({ post }) => !there.has(post));
  if (strays.length === 0) return null;
  return (
    <section className={classes.card} aria-label={t('feed.unsent')}>
      <Text fw={650}>{t('feed.unsent')}</Text>
      <UnsentList comments={strays} />
    </section>
  );
}

function Posts() {
  const { t } = useTranslation();
  const me = useMe();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useListPostsInfiniteQuery();
  const rows = data?.pages.flatMap(({ results }) => results);
  const [upTo, setUpTo] = useState<number | null>(null);
  // What arrives while one reads waits above, so that nothing moves under the finger.
  if (rows && upTo === null) setUpTo(rows[0]?.id ?? 0);
  if (error && !rows) return <RequestFailed error={error} onRetry={refetch} />;
  if (!rows) return <Waiting />;
  const shown = rows.filter(({ id, author }) => id <= (upTo ?? 0) || author === me.id);
  const more = rows.length - shown.length;
  if (rows.length === 0) {
    return <Notice icon={MessagesSquare} title={t('feed.emptyTitle')} text={t('feed.emptyText')} />;
  }
  const showNewest = () => {
    setUpTo(rows[0]?.id ?? 0);
    window.scrollTo({ top: 0 });
  };
  return (
    <>
      <div className={classes.pill} role="status">
        {more > 0 && (
          <Button radius="xl" size="sm" leftSection={<ArrowUp size={16} aria-hidden />} onClick={showNewest}>
            {t('feed.newPosts', { count: more })}
          </Button>
        )}
      </div>
      <ol className={classes.list} aria-label={t('feed.title')}>
        {shown.map((post) => (
          <li key={post.id}>
            <PostCard post={post} />
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <Button
          variant="default"
          fullWidth
          mt="md"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {t('feed.older')}
        </Button>
      )}
    </>
  );
}

function Waiting() {
  return (
    <div className={classes.list} aria-busy>
      {Array.from({ length: 3 }, (_, at) => (
        <div key={at} className={classes.card}>
          <Skeleton h={36} w={180} mb="md" />
          <Skeleton h={12} mb={10} />
          <Skeleton h={12} w="70%" />
        </div>
      ))}
    </div>
  );
}
