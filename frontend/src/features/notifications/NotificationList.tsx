import { Button, Skeleton, Text, VisuallyHidden } from '@mantine/core';
import { BellRing } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Notice } from '../../components/Notice';
import { RequestFailed } from '../../components/RequestFailed';
import { useDates } from '../../i18n/dates';
import { useListNotificationsInfiniteQuery, useMarkReadMutation, type Notification } from './api';
import { hasWords } from './kinds';
import { useIsRead } from './marking';
import classes from './Notifications.module.css';
import { useNotificationWords } from './useNotificationWords';

interface NotificationListProps {
  /** So many of the newest, where there is little room. */
  most?: number;
  onFollow?: () => void;
}

/** What one was told, newest first. Following one marks it as read. */
export function NotificationList({ most, onFollow }: NotificationListProps) {
  const { t } = useTranslation();
  const { day } = useDates();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useListNotificationsInfiniteQuery();

  if (error && !data) return <RequestFailed error={error} onRetry={refetch} />;
  if (!data) return <Waiting />;
  const rows = data.pages.flatMap(({ results }) => results).filter(hasWords);
  if (rows.length === 0) {
    return (
      <Notice icon={BellRing} title={t('notifications.emptyTitle')} text={t('notifications.emptyText')} />
    );
  }
  const shown = rows.slice(0, most);
  return (
    <>
      <ol className={classes.list} aria-label={t('notifications.title')}>
        {shown.map((row, index) => (
          <Fragment key={row.id}>
            {most === undefined && isFirstOfDay(shown, index, day) && (
              <li className={classes.day}>{day(row.created_at)}</li>
            )}
            <Row notification={row} onFollow={onFollow} />
          </Fragment>
        ))}
      </ol>
      {most === undefined && hasNextPage && (
        <Button
          variant="default"
          fullWidth
          mt="md"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {t('notifications.older')}
        </Button>
      )}
    </>
  );
}

function isFirstOfDay(rows: Notification[], index: number, day: (instant: string) => string): boolean {
  const [row, before] = [rows[index], rows[index - 1]];
  return !!row && (!before || day(row.created_at) !== day(before.created_at));
}

function Row({ notification, onFollow }: { notification: Notification; onFollow: (() => void) | undefined }) {
  const { t } = useTranslation();
  const { time } = useDates();
  const wordsOf = useNotificationWords();
  const isRead = useIsRead()(notification);
  const [markRead] = useMarkReadMutation();
  const { title, text, to, icon: Icon } = wordsOf(notification.content);
  const follow = () => {
    if (!isRead) void markRead(notification.id);
    onFollow?.();
  };
  return (
    <li className={classes.row} data-unread={!isRead || undefined}>
      <span className={classes.icon}>
        <Icon size={20} strokeWidth={1.7} aria-hidden />
      </span>
      <div className={classes.words}>
        <Link to={to} onClick={follow}>
          {!isRead && <VisuallyHidden>{t('notifications.unread')}</VisuallyHidden>} {title}
        </Link>
        <Text size="sm" c="var(--quiet)">
          {text}
        </Text>
      </div>
      <time className={classes.time} dateTime={notification.created_at}>
        {time(notification.created_at)}
      </time>
    </li>
  );
}

function Waiting() {
  return (
    <div className={classes.list} aria-busy>
      {Array.from({ length: 6 }, (_, at) => (
        <div key={at} className={classes.row}>
          <Skeleton w={40} h={40} radius="md" />
          <div className={classes.words}>
            <Skeleton h={12} w={`${55 + ((at * 17) % 30)}%`} mb={10} mt={4} />
            <Skeleton h={10} w={`${40 + ((at * 29) % 35)}%`} />
          </div>
        </div>
      ))}
    </div>
  );
}
