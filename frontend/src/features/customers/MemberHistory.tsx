import { Stack, Text } from '@mantine/core';
import { History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { PAGE_SIZE } from '../../api/api';
import type { Customer, HistoryEntry } from '../../api/shapes';
import { Notice } from '../../components/Notice';
import { PageBar } from '../../components/PageBar';
import { RecordTable, type Column } from '../../components/RecordTable';
import { RequestFailed } from '../../components/RequestFailed';
import { useListQuestion } from '../../components/useListQuestion';
import { useDates } from '../../i18n/dates';
import type { Key } from '../../i18n/i18n';
import { countryName, phoneAsRead } from '../../i18n/phones';
import { useGetHistoryQuery } from './api';

/** Who changed what about a member, the latest first, as it happens. */
export function MemberHistory({ customer }: { customer: Customer }) {
  const { t, i18n } = useTranslation();
  const dates = useDates();
  const { page, goToPage } = useListQuestion();
  const { data, error, refetch } = useGetHistoryQuery({ id: customer.id, page });

  const read = (field: string, value: unknown): string => {
    if (field.startsWith('consent.')) return t(value ? 'consent.given' : 'consent.notGiven');
    if (Array.isArray(value)) return value.join(', ') || t('history.nothing');
    if (typeof value !== 'string' || !value) return t('history.nothing');
    if (field === 'birth_date' || field === 'joined_on') return dates.date(value);
    if (field.includes('phone')) return phoneAsRead(value);
    if (field === 'country') return countryName(value, i18n.language);
    if (field === 'language') return value === 'en' ? 'English' : '简体中文';
    return value;
  };
  const labelOf = (field: string): string => {
    if (field.startsWith('consent.')) return t(`consent.kind.${field.slice('consent.'.length)}` as Key);
    const key = `field.${field}`;
    return i18n.exists(key) ? t(key as Key) : field;
  };
  const what = ({ type, changes }: HistoryEntry) => {
    if (changes.length === 0) {
      const key = `history.type.${type.replace('.', '_')}`;
      return i18n.exists(key) ? t(key as Key) : type;
    }
    return (
      <Stack gap={2}>
        {changes.map(({ field, old, new: now }) => (
          <Text key={field} size="sm" style={{ overflowWrap: 'anywhere' }}>
            <b>{labelOf(field)}</b>{' '}
            {field === 'notes'
              ? t('history.notesChanged')
              : t('history.change', { old: read(field, old), now: read(field, now) })}
          </Text>
        ))}
      </Stack>
    );
  };
  const whoOf = ({ actor }: HistoryEntry) =>
    actor ? actor.name || t('history.formerly') : t('history.system');
  const columns: Column<HistoryEntry>[] = [
    {
      key: 'when',
      header: t('field.when'),
      width: '7rem',
      cell: ({ time }) => <Text fw={550}>{dates.time(time)}</Text>,
    },
    {
      key: 'what',
      header: t('history.what'),
      isMain: true,
      cell: (row) => (
        <>
          {what(row)}
          <Text size="sm" c="var(--quiet)" hiddenFrom="sm">
            {whoOf(row)}
          </Text>
        </>
      ),
    },
    { key: 'who', header: t('history.who'), cell: whoOf, wideOnly: true, width: '14rem' },
  ];
  if (error && !data) return <RequestFailed error={error} onRetry={refetch} />;
  if (data?.count === 0) {
    return <Notice icon={History} title={t('history.emptyTitle')} text={t('history.emptyText')} />;
  }
  return (
    <>
      <RecordTable
        label={t('history.title')}
        columns={columns}
        rows={data?.results}
        question={`${customer.id}/${page}`}
        subject={({ id }) => `history/${id}`}
        group={({ time }) => dates.day(time)}
      />
      {data && <PageBar page={page} count={data.count} pageSize={PAGE_SIZE} onPage={goToPage} />}
    </>
  );
}
