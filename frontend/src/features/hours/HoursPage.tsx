import { Anchor, Button, Stack, Text } from '@mantine/core';
import { CalendarClock, SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation } from 'react-router';
import { PAGE_SIZE } from '../../api/api';
import type { WorkingHours } from '../../api/shapes';
import { Notice } from '../../components/Notice';
import { PageBar } from '../../components/PageBar';
import { RecordTable, type Column } from '../../components/RecordTable';
import { RequestFailed } from '../../components/RequestFailed';
import { SearchBox } from '../../components/SearchBox';
import { useListQuestion } from '../../components/useListQuestion';
import { useListHoursQuery } from './api';
import { valuesOf } from './hoursValues';
import { useHoursWords } from './useHoursWords';

/** The staff as rows: the table knows its rows by their id. */
type Row = WorkingHours & { id: number };

/** When each of the staff works. */
export function HoursPage() {
  const { t } = useTranslation();
  const location = useLocation();
  const { search, page, ask, goToPage } = useListQuestion();
  const { data, error, refetch } = useListHoursQuery({ page, search });
  const { weekWords, daysWords } = useHoursWords();
  const week = (hours: WorkingHours) => {
    const lines = weekWords(valuesOf(hours).weekly);
    if (lines.length === 0)
      return (
        <Text size="sm" c="var(--quiet)">
          {t('hours.unset')}
        </Text>
      );
    return lines.map((line) => (
      <Text key={line} size="sm">
        {line}
      </Text>
    ));
  };
  const columns: Column<Row>[] = [
    {
      key: 'name',
      header: t('field.name'),
      width: '30%',
      cell: (hours) => (
        <>
          <Anchor
            component={Link}
            to={{ pathname: `/settings/hours/${hours.trainer}`, search: location.search }}
            c="inherit"
            fw={550}
            underline="never"
          >
            {hours.trainer_name}
          </Anchor>
          <Text component="div" c="var(--quiet)" hiddenFrom="sm">
            {week(hours)}
          </Text>
        </>
      ),
    },
    { key: 'week', header: t('hours.weekly'), wideOnly: true, cell: week },
    {
      key: 'days',
      header: t('hours.days'),
      wideOnly: true,
      cell: (hours) =>
        daysWords(valuesOf(hours).days)
          .slice(0, 3)
          .map((line) => (
            <Text key={line} size="sm">
              {line}
            </Text>
          )),
    },
  ];
  return (
    <Stack gap="lg">
      <SearchBox label={t('hours.find')} search={search} onSearch={(text) => ask({ search: text }, true)} />
      {error && !data ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : data?.count === 0 && search ? (
        <Notice icon={SearchX} title={t('list.noResults')} text={t('hours.noneFound')} role="status">
          <Button variant="light" onClick={() => ask({ search: '' })}>
            {t('list.clearSearch')}
          </Button>
        </Notice>
      ) : data?.count === 0 ? (
        <Notice icon={CalendarClock} title={t('hours.emptyTitle')} text={t('hours.emptyText')} />
      ) : (
        <div>
          <RecordTable
            label={t('hours.title')}
            columns={columns}
            rows={data?.results.map((hours) => ({ ...hours, id: hours.trainer }))}
            question={`${page} ${search}`}
            subject={({ trainer }) => `working_hours/${trainer}`}
          />
          {data && <PageBar page={page} count={data.count} pageSize={PAGE_SIZE} onPage={goToPage} />}
        </div>
      )}
      <Outlet />
    </Stack>
  );
}
