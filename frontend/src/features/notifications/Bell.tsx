import { Anchor, Group, Popover, Title, VisuallyHidden } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { Bell as BellIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink } from 'react-router';
import { MarkAllRead } from './MarkAllRead';
import { useUnreadCount } from './marking';
import { NotificationList } from './NotificationList';
import classes from './Notifications.module.css';

const SHOWN = 6;
const MOST_SAID = 99;

/** How much is unread, live, and the way to it: a look at the newest beside the screen, the whole page on a phone. */
export function Bell() {
  const { t } = useTranslation();
  const unread = useUnreadCount();
  const isPhone = useMediaQuery('(width < 48em)');
  const [opened, { toggle, close }] = useDisclosure();
  const inside = (
    <>
      <span className={classes.bell}>
        <BellIcon size={20} strokeWidth={1.8} aria-hidden />
        {unread > 0 && (
          <span className={classes.count} aria-hidden>
            {unread > MOST_SAID ? `${MOST_SAID}+` : unread}
          </span>
        )}
      </span>
      <span>
        {t('nav.notifications')}
        {unread > 0 && (
          <VisuallyHidden component="span">{t('notifications.bell', { unread })}</VisuallyHidden>
        )}
      </span>
    </>
  );
  if (isPhone) {
    return <NavLink to="/notifications">{inside}</NavLink>;
  }
  return (
    <Popover
      opened={opened}
      onChange={close}
      position="right-start"
      width={420}
      radius="lg"
      shadow="lg"
      offset={12}
      trapFocus
      returnFocus
      zIndex={250}
    >
      <Popover.Target>
        <button type="button" className={classes.open} onClick={toggle}>
          {inside}
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('notifications.title')} className={classes.popover}>
        <Group justify="space-between" p="md" pb="xs" wrap="nowrap">
          <Title order={2} size="h4">
            {t('notifications.title')}
          </Title>
          <MarkAllRead size="compact-sm" />
        </Group>
        <div className={classes.newest}>
          <NotificationList most={SHOWN} onFollow={close} />
        </div>
        <Anchor component={Link} to="/notifications" onClick={close} className={classes.all}>
          {t('notifications.all')}
        </Anchor>
      </Popover.Dropdown>
    </Popover>
  );
}
