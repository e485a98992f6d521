import { Anchor, Box } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PageHeader } from '../../components/PageHeader';
import { MarkAllRead } from './MarkAllRead';
import { NotificationList } from './NotificationList';

export function NotificationsPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('notifications.title')}>
        <MarkAllRead />
      </PageHeader>
      <Box maw={720}>
        <NotificationList />
        <Anchor component={Link} to="/me#notifications" size="sm" display="inline-block" mt="lg" py={4}>
          {t('notifications.choose')}
        </Anchor>
      </Box>
    </>
  );
}
