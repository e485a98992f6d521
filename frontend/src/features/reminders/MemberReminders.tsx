import { Text } from '@mantine/core';
import { BellRing } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { PAGE_SIZE } from '../../api/api';
import type { Customer, Reminder } from '../../api/shapes';
import { Notice } from '../../components/Notice';
import { PageBar } from '../../components/PageBar';
import { RecordTable, type Column } from '../../components/RecordTable';
import { RequestFailed } from '../../components/RequestFailed';
import { useListQuestion } from '../../components/useListQuestion';
import { ZoneNote } from '../../components/ZoneNote';
import { useDates } from '../../i18n/dates';
import { useListRemindersQuery } from './api';
import { ReminderState } from './ReminderState';
import { useReminderKind } from './useReminderKind';

/** Everything one member was told or will be, the latest first. */
export function MemberReminders({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const dates = useDates();
  const kindOf = useReminderKind();
  const { page, goToPage } = useListQuestion();
  const { data, error, refetch } = useListRemindersQuery({
    page,
    customer: customer.id,
    ordering: '-due_at',
  });
  const columns: Column<Reminder>[] = [
    {
      key: 'due',
      header: t('field.due_at'),
      width: '30%',
      cell: (row) => (
        <>
          <Text fw={550}>{dates.time(row.due_at)}</Text>
          <Text size="sm" c="var(--quiet)" hiddenFrom="sm">
            {kindOf(row)}
          </Text>
        </>
      ),
    },
    { key: 'kind', header: t('field.about'), cell: kindOf, wideOnly: true },
    {
      key: 'channel',
      header: t('field.channel'),
      cell: ({ channel }) => t(`reminder.channel.${channel}`),
      wideOnly: true,
      width: '8rem',
    },
    {
      key: 'state',
      header: t('field.state'),
      width: '10rem',
      cell: (row) => (
        <>
          <ReminderState state={row.state} />
          {row.detail && (
            <Text size="xs" c="var(--quiet)" mt={2}>
              {row.detail}
            </Text>
          )}
        </>
      ),
    },
  ];
  if (error && !data) return <RequestFailed error={error} onRetry={refetch} />;
  if (data?.count === 0) {
    return <Notice icon={BellRing} title={t('reminders.noneTitle')} text={t('reminders.emptyMember')} />;
  }
  return (
    <>
      <ZoneNote />
      <RecordTable
        label={t('reminders.title')}
        columns={columns}
        rows={data?.results}
        question={`${customer.id}/${page}`}
        subject={({ id }) => `reminder/${id}`}
        group={(row) => dates.day(row.due_at)}
      />
      {data && <PageBar page={page} count={data.count} pageSize={PAGE_SIZE} onPage={goToPage} />}
    </>
  );
}
