import { Anchor, Group, SegmentedControl, Text } from '@mantine/core';
import { CalendarDays, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { PAGE_SIZE } from '../../api/api';
import { Notice } from '../../components/Notice';
import { PageBar } from '../../components/PageBar';
import { RecordTable, type Column } from '../../components/RecordTable';
import { RequestFailed } from '../../components/RequestFailed';
import { useListQuestion } from '../../components/useListQuestion';
import { ZoneNote } from '../../components/ZoneNote';
import { instantOf, today, useDates } from '../../i18n/dates';
import { useMe } from '../../session/useMe';
import { useListAppointmentsQuery, type AppointmentListArgs, type AppointmentRow } from './api';
import { AppointmentState } from './AppointmentState';
import { CancelUncovered } from './CancelUncovered';

/** The last is the staff's: what was booked and isn't covered by a membership any more. */
const periods = ['coming', 'past', 'cancelled', 'uncovered'] as const;
type Period = (typeof periods)[number];

interface AppointmentListProps {
  /** Only this member's; everybody's that the person may see without. */
  customer?: number;
  /** What can be done about there being none. */
  children?: ReactNode;
}

export function AppointmentList({ customer, children }: AppointmentListProps) {
  const { t } = useTranslation();
  const dates = useDates();
  const { is_staff: isStaff } = useMe();
  const location = useLocation();
  const { params, page, ask, goToPage } = useListQuestion();
  const offered = isStaff ? periods : periods.filter((one) => one !== 'uncovered');
  const period = offered.find((known) => known === params.get('period')) ?? 'coming';
  const { data, error, refetch } = useListAppointmentsQuery({
    page,
    ...(customer && { customer }),
    ...questionOf(period, dates.timeZone),
  });
  const namesMember = isStaff && !customer;

  const to = (id: number) => ({ pathname: `/appointments/${id}`, search: customer ? '' : location.search });
  const columns: Column<AppointmentRow>[] = [
    {
      key: 'when',
      header: t('field.when'),
      width: '24%',
      cell: (row) => (
        <>
          <Anchor component={Link} to={to(row.id)} c="inherit" fw={550} underline="never">
            {dates.time(row.starts_at)}–{dates.time(row.ends_at)}
          </Anchor>
          <Text size="sm" c="var(--quiet)" hiddenFrom="sm">
            {namesMember ? `${row.customer_name} · ${row.service_name}` : row.service_name}
          </Text>
        </>
      ),
    },
    ...(namesMember
      ? [
          {
            key: 'customer',
            header: t('field.customer'),
            cell: (row: AppointmentRow) => row.customer_name,
            wideOnly: true,
          },
        ]
      : []),
    { key: 'service', header: t('field.service'), cell: (row) => row.service_name, wideOnly: true },
    { key: 'trainer', header: t('field.trainer'), cell: (row) => row.trainer_name ?? '–', wideOnly: true },
    {
      key: 'state',
      header: t('field.state'),
      cell: (row) => <AppointmentState state={row.state} />,
      width: '8rem',
    },
  ];
  return (
    <>
      <Group justify="space-between" mb="md">
        <SegmentedControl
          aria-label={t('appointments.period')}
          value={period}
          onChange={(value) => ask({ period: value === 'coming' ? '' : value })}
          data={offered.map((value) => ({ value, label: t(`appointments.periods.${value}`) }))}
        />
        <ZoneNote />
      </Group>
      {error && !data ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : data?.count === 0 ? (
        period === 'coming' ? (
          <Notice
            icon={CalendarDays}
            title={t('appointments.emptyTitle')}
            text={
              isStaff
                ? t(customer ? 'appointments.emptyMember' : 'appointments.emptyText')
                : t('appointments.emptyOwn')
            }
          >
            {children}
          </Notice>
        ) : (
          <Notice
            icon={SearchX}
            title={t('list.noResults')}
            text={t(period === 'uncovered' ? 'appointments.allCovered' : 'appointments.noneThere')}
            role="status"
          />
        )
      ) : (
        <>
          {period === 'uncovered' && (
            <Group justify="space-between" mb="md">
              <Text size="sm" c="var(--quiet)" maw="60ch">
                {t('appointments.uncoveredText')}
              </Text>
              {customer && data && <CancelUncovered rows={data.results} />}
            </Group>
          )}
          <RecordTable
            label={t('appointments.title')}
            columns={columns}
            rows={data?.results}
            question={`${customer ?? ''}/${period}/${page}`}
            subject={({ id }) => `appointment/${id}`}
            group={(row) => dates.day(row.starts_at)}
          />
          {data && <PageBar page={page} count={data.count} pageSize={PAGE_SIZE} onPage={goToPage} />}
        </>
      )}
    </>
  );
}

/** From midnight at the centre and not from now, so that the question stays the same all day. */
function questionOf(period: Period, timeZone: string): Omit<AppointmentListArgs, 'page'> {
  const midnight = instantOf({ date: today(timeZone), time: '00:00' }, timeZone);
  switch (period) {
    case 'coming':
      return { from: midnight, ordering: 'starts_at' };
    case 'past':
      return { to: midnight, ordering: '-starts_at' };
    case 'cancelled':
      return { state: 'cancelled', ordering: '-starts_at' };
    case 'uncovered':
      return { without_access: true, ordering: 'starts_at' };
  }
}
