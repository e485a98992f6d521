import { Anchor, Skeleton, Stack, Text } from '@mantine/core';
import { CalendarDays } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Customer } from '../../api/shapes';
import { Notice } from '../../components/Notice';
import { RequestFailed } from '../../components/RequestFailed';
import { instantOf, today, useDates } from '../../i18n/dates';
import { useFreshSubjects } from '../../realtime/freshness';
import { useListAppointmentsQuery } from './api';
import classes from './NextAppointments.module.css';

const SHOWN = 3;

/** What a member has ahead: `customer`, else the person who is signed in. */
export function NextAppointments({ customer }: { customer?: Customer }) {
  const { t } = useTranslation();
  const { timeZone, day, time } = useDates();
  const from = instantOf({ date: today(timeZone), time: '00:00' }, timeZone);
  const { data, error, refetch } = useListAppointmentsQuery({
    page: 1,
    ...(customer && { customer: customer.id }),
    state: 'booked',
    from,
    ordering: 'starts_at',
  });
  const fresh = useFreshSubjects(data?.results.map(({ id }) => `appointment/${id}`) ?? []);

  if (error && !data) return <RequestFailed error={error} onRetry={refetch} />;
  if (!data) return <Skeleton h={84} radius="lg" aria-busy />;
  const booked = data.results.filter(({ state }) => state === 'booked');
  if (booked.length === 0 && customer) return <Text c="var(--quiet)">{t('appointments.emptyTitle')}</Text>;
  if (booked.length === 0) {
    return (
      <Notice icon={CalendarDays} title={t('appointments.emptyTitle')} text={t('appointments.emptyOwn')} />
    );
  }
  return (
    <Stack component="ul" gap="sm" m={0} p={0}>
      {booked.slice(0, SHOWN).map((row) => (
        <li key={row.id} className={classes.card} data-fresh={`appointment/${row.id}` in fresh || undefined}>
          <div className={classes.when}>
            <Text fw={650}>{time(row.starts_at)}</Text>
            <Text size="sm">{day(row.starts_at)}</Text>
          </div>
          <div>
            <Anchor component={Link} to={`/appointments/${row.id}`} c="inherit" fw={600} underline="never">
              {row.service_name}
            </Anchor>
            {row.trainer_name && (
              <Text size="sm" c="var(--quiet)">
                {t('appointments.with', { trainer: row.trainer_name })}
              </Text>
            )}
          </div>
        </li>
      ))}
    </Stack>
  );
}
