import { Stack, Text, Title } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import classes from './Notice.module.css';

interface NoticeProps {
  icon: LucideIcon;
  title: string;
  text: string;
  /** The one thing to do about it. */
  children?: ReactNode;
  role?: 'alert' | 'status';
  /** It is all that the page says. */
  isPage?: boolean;
}

/** What stands where something else would: nothing yet, nothing found, not allowed, gone wrong. */
export function Notice({ icon: Icon, title, text, children, role, isPage }: NoticeProps) {
  return (
    <Stack align="center" gap="xs" className={classes.notice} role={role}>
      <span className={classes.icon}>
        <Icon size={28} strokeWidth={1.6} aria-hidden />
      </span>
      <Title order={isPage ? 1 : 2} size="h4" ta="center">
        {title}
      </Title>
      <Text c="var(--quiet)" ta="center" maw="42ch">
        {text}
      </Text>
      {children && <div className={classes.action}>{children}</div>}
    </Stack>
  );
}
