import { Group, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Customer } from '../../api/shapes';
import { RequestFailed } from '../../components/RequestFailed';
import { instantOf, today, useDates } from '../../i18n/dates';
import { useListRemindersQuery } from './api';
import { ReminderState } from './ReminderState';
import { useReminderKind } from './useReminderKind';

const SHOWN = 3;

/** What a member will hear from the centre: `customer`, else the person who is signed in. */
export function NextReminders({ customer }: { customer?: Customer }) {
  const { t } = useTranslation();
  const { timeZone, day, time } = useDates();
  const kindOf = useReminderKind();
  const from = instantOf({ date: today(timeZone), time: '00:00' }, timeZone);
  const { data, error, refetch } = useListRemindersQuery({
    page: 1,
    ...(customer && { customer: customer.id }),
    from,
    ordering: 'due_at',
  });

  if (error && !data) return <RequestFailed error={error} onRetry={refetch} />;
  if (!data) return <Skeleton h={64} radius="lg" aria-busy />;
  const relevant = data.results.filter(({ state }) => state !== 'superseded');
  if (relevant.length === 0)
    return <Text c="var(--quiet)">{t(customer ? 'reminders.emptyMember' : 'reminders.emptyOwn')}</Text>;
  return (
    <Stack component="ul" gap="xs" m={0} p={0}>
      {relevant.slice(0, SHOWN).map((row) => (
        <Group
          component="li"
          key={row.id}
          justify="space-between"
          wrap="nowrap"
          style={{ listStyle: 'none' }}
        >
          <div>
            <Text fw={550}>{kindOf(row)}</Text>
            <Text size="sm" c="var(--quiet)">
              {day(row.due_at)}, {time(row.due_at)} · {t(`reminder.channel.${row.channel}`)}
            </Text>
          </div>
          <ReminderState state={row.state} />
        </Group>
      ))}
    </Stack>
  );
}
