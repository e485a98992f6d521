import { Group, SegmentedControl, Text } from '@mantine/core';
import { BellRing } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { PAGE_SIZE } from '../../api/api';
import type { Reminder } from '../../api/shapes';
import { Notice } from '../../components/Notice';
import { PageBar } from '../../components/PageBar';
import { PageHeader } from '../../components/PageHeader';
import { RecordTable, type Column } from '../../components/RecordTable';
import { RequestFailed } from '../../components/RequestFailed';
import { useListQuestion } from '../../components/useListQuestion';
import { ZoneNote } from '../../components/ZoneNote';
import { instantOf, today, tomorrow, useDates } from '../../i18n/dates';
import { useMe } from '../../session/useMe';
import { useListRemindersQuery, type ReminderListArgs } from './api';
import { ReminderState } from './ReminderState';
import { useReminderKind } from './useReminderKind';

const periods = ['today', 'coming', 'earlier'] as const;
type Period = (typeof periods)[number];

/** As many as the server gives at once: what happens now is to be seen without turning pages. */
const WHOLE_DAY = 100;

/** What goes out, and what became of it, as it happens. */
export function RemindersPage() {
  const { t } = useTranslation();
  const dates = useDates();
  const kindOf = useReminderKind();
  const { is_staff: isStaff } = useMe();
  const { params, page, ask, goToPage } = useListQuestion();
  const period = periods.find((known) => known === params.get('period')) ?? 'today';
  const { data, error, refetch } = useListRemindersQuery({ page, ...questionOf(period, dates.timeZone) });

  const columns: Column<Reminder>[] = [
    {
      key: 'due',
      header: t('field.due_at'),
      width: '24%',
      cell: (row) => (
        <>
          <Text fw={550}>{dates.time(row.due_at)}</Text>
          <Text size="sm" c="var(--quiet)" hiddenFrom="sm">
            {isStaff ? `${row.customer_name} · ${kindOf(row)}` : kindOf(row)}
          </Text>
        </>
      ),
    },
    ...(isStaff
      ? [
          {
            key: 'customer',
            header: t('field.customer'),
            cell: (row: Reminder) => row.customer_name,
            wideOnly: true,
          },
        ]
      : []),
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
          {row.outcome_at && (
            <Text size="xs" c="var(--quiet)" mt={2}>
              {dates.time(row.outcome_at)}
              {row.detail && ` · ${row.detail}`}
            </Text>
          )}
        </>
      ),
    },
  ];
  return (
    <>
      <PageHeader title={t('reminders.title')} />
      <Group justify="space-between" mb="md">
        <SegmentedControl
          aria-label={t('reminders.period')}
          value={period}
          onChange={(value) => ask({ period: value === 'today' ? '' : value })}
          data={periods.map((value) => ({ value, label: t(`reminders.periods.${value}`) }))}
        />
        <ZoneNote />
      </Group>
      {error && !data ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : data?.count === 0 ? (
        <Notice
          icon={BellRing}
          title={t(`reminders.empty.${period}`)}
          text={isStaff ? t('reminders.emptyText') : t('reminders.emptyOwn')}
        />
      ) : (
        <>
          <RecordTable
            label={t('reminders.title')}
            columns={columns}
            rows={data && (period === 'today' ? settledFirst(data.results) : data.results)}
            question={`${period}/${page}`}
            subject={({ id }) => `reminder/${id}`}
            group={(row) =>
              period === 'today'
                ? t(isToCome(row) ? 'reminders.toCome' : 'reminders.soFar')
                : dates.day(row.due_at)
            }
          />
          {data && (
            <PageBar
              page={page}
              count={data.count}
              pageSize={period === 'today' ? WHOLE_DAY : PAGE_SIZE}
              onPage={goToPage}
            />
          )}
        </>
      )}
    </>
  );
}

/** Days are the centre's. */
function questionOf(period: Period, timeZone: string): Omit<ReminderListArgs, 'page'> {
  const begin = instantOf({ date: today(timeZone), time: '00:00' }, timeZone);
  const end = instantOf({ date: tomorrow(timeZone), time: '00:00' }, timeZone);
  switch (period) {
    case 'today':
      return { from: begin, to: end, ordering: 'due_at', page_size: WHOLE_DAY };
    case 'coming':
      return { from: end, ordering: 'due_at' };
    case 'earlier':
      return { to: begin, ordering: '-due_at' };
  }
}

function isToCome({ state }: Reminder): boolean {
  return state === 'planned';
}

/** What has just happened first, and then what comes next. */
function settledFirst(rows: Reminder[]): Reminder[] {
  return [...rows.filter((row) => !isToCome(row)).reverse(), ...rows.filter(isToCome)];
}
