import { Anchor, Badge, Group, Paper, Title } from '@mantine/core';
import { ChevronRight } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from './Today.module.css';

interface TodayCardProps {
  title: string;
  count?: number | undefined;
  /** Where all of it is. */
  to?: string | undefined;
  /** As low as what is in it. */
  strip?: boolean;
  children: ReactNode;
}

/** The frame of a card. It keeps its height, whatever comes and goes in it: what is beside it stays where it is. */
export function TodayCard({ title, count, to, strip, children }: TodayCardProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <Paper
      component="section"
      radius="lg"
      withBorder
      aria-labelledby={id}
      className={strip ? classes.strip : classes.card}
    >
      <Group component="header" justify="space-between" wrap="nowrap" className={classes.head}>
        <Group gap="xs" wrap="nowrap">
          <Title id={id} order={2} size="h5">
            {title}
          </Title>
          {count !== undefined && (
            <Badge color="gray" className={classes.count}>
              {count}
            </Badge>
          )}
        </Group>
        {to && (
          <Anchor
            component={Link}
            to={to}
            size="sm"
            className={classes.all}
            aria-label={t('today.open', { title })}
          >
            {t('today.all')}
            <ChevronRight size={15} aria-hidden />
          </Anchor>
        )}
      </Group>
      <div className={classes.body}>{children}</div>
    </Paper>
  );
}
