import { Button } from '@mantine/core';
import { CheckCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRefusal } from '../../components/formErrors';
import { FormRefusal } from '../../components/FormRefusal';
import { useListNotificationsInfiniteQuery, useMarkAllReadMutation } from './api';
import { useUnreadCount } from './marking';

/** Up to the newest that is on the screen: what arrives while the button is pressed stays unread. */
export function MarkAllRead({ size = 'sm' }: { size?: 'compact-sm' | 'sm' }) {
  const { t } = useTranslation();
  const { data } = useListNotificationsInfiniteQuery();
  const unread = useUnreadCount();
  const refusal = useRefusal();
  const [markAll, { error, isLoading }] = useMarkAllReadMutation();
  const newest = data?.pages[0]?.results[0]?.id;
  return (
    <>
      <FormRefusal message={error && refusal(error)} />
      <Button
        size={size}
        variant="subtle"
        leftSection={<CheckCheck size={16} aria-hidden />}
        disabled={unread === 0 || newest === undefined}
        loading={isLoading}
        onClick={() => newest !== undefined && void markAll(newest)}
      >
        {t('notifications.markAll')}
      </Button>
    </>
  );
}
