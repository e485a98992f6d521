import { Badge, Button, Skeleton, Stack, Text } from '@mantine/core';
import { Monitor, Smartphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { FormRefusal } from '../../components/FormRefusal';
import { useRefusal } from '../../components/formErrors';
import { RequestFailed } from '../../components/RequestFailed';
import { confirmDone } from '../../components/toast';
import { useDates } from '../../i18n/dates';
import { useEndSessionsMutation, useListSessionsQuery } from './api';
import { deviceName } from './deviceName';
import classes from './SecurityPage.module.css';
import { SecuritySection } from './SecuritySection';

/** Where one is signed in. What is ended here is out within seconds, open screens included. */
export function SessionsSection() {
  const { t } = useTranslation();
  const dates = useDates();
  const refusal = useRefusal();
  const { data, error, refetch } = useListSessionsQuery(undefined, { refetchOnMountOrArgChange: true });
  const [end, ending] = useEndSessionsMutation();
  const others = data?.filter(({ is_current }) => !is_current) ?? [];

  const endThem = async (ids: number[]) => {
    const { error: refused } = await end(ids);
    if (!refused) confirmDone(t('security.sessionsEnded'));
  };
  return (
    <SecuritySection title={t('security.sessions')} text={t('security.sessionsText')}>
      {data ? (
        <Stack gap="sm">
          <FormRefusal message={ending.error && refusal(ending.error)} />
          <ul className={classes.rows} aria-label={t('security.sessions')}>
            {[...data]
              .sort((one, other) => other.last_seen_at - one.last_seen_at)
              .map(({ id, user_agent, last_seen_at, is_current }) => {
                const device = deviceName(user_agent);
                const Icon = /Mobile|Android|iPhone/.test(user_agent) ? Smartphone : Monitor;
                const seen = new Date(last_seen_at * 1000).toISOString();
                return (
                  <li key={id}>
                    <Icon size={18} aria-hidden />
                    <div>
                      <Text>{device}</Text>
                      <Text size="sm" c="var(--quiet)">
                        {t('security.seen', { day: dates.day(seen), time: dates.time(seen) })}
                      </Text>
                    </div>
                    {is_current ? (
                      <Badge>{t('security.here')}</Badge>
                    ) : (
                      <Button
                        variant="subtle"
                        color="red"
                        size="compact-sm"
                        aria-label={t('security.endNamed', { device })}
                        disabled={ending.isLoading}
                        onClick={() => void endThem([id])}
                      >
                        {t('security.end')}
                      </Button>
                    )}
                  </li>
                );
              })}
          </ul>
          {others.length > 0 && (
            <Button
              variant="light"
              color="red"
              loading={ending.isLoading}
              onClick={() => void endThem(others.map(({ id }) => id))}
            >
              {t('security.endOthers')}
            </Button>
          )}
        </Stack>
      ) : error ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : (
        <Skeleton h={120} aria-busy />
      )}
    </SecuritySection>
  );
}
