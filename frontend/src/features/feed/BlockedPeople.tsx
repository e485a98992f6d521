import { Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useListBlocksQuery, useUnblockMutation } from './blocksApi';
import classes from './Feed.module.css';
import { useSaying } from './useSaying';

/** Whom one has blocked, with the way back; nothing while there is nobody. */
export function BlockedPeople({ children }: { children: (list: ReactNode) => ReactNode }) {
  const { t } = useTranslation();
  const { data } = useListBlocksQuery();
  const [unblock] = useUnblockMutation();
  const say = useSaying();
  if (!data?.results.length) return null;
  return children(
    <>
      <Text size="sm" c="var(--quiet)" mb="sm">
        {t('feed.blockedHint')}
      </Text>
      <ul className={classes.list}>
        {data.results.map(({ id, other_name: name }) => (
          <li key={id}>
            <Group justify="space-between" wrap="nowrap">
              <span className={classes.who}>{name}</span>
              <Button
                variant="default"
                size="compact-md"
                aria-label={t('feed.unblockName', { name })}
                onClick={() => void say(unblock(id))}
              >
                {t('feed.unblock')}
              </Button>
            </Group>
          </li>
        ))}
      </ul>
    </>,
  );
}
