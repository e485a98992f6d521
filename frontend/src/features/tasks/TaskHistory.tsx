import { Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PAGE_SIZE } from '../../api/api';
import type { Task, TaskHistoryEntry } from '../../api/shapes';
import { PageBar } from '../../components/PageBar';
import { RequestFailed } from '../../components/RequestFailed';
import { useDates } from '../../i18n/dates';
import type { Key } from '../../i18n/i18n';
import { useGetTaskHistoryQuery } from './api';
import { useRuleWords } from './useRuleWords';

/** Who did what with it, the latest first. */
export function TaskHistory({ task }: { task: Task }) {
  const { t, i18n } = useTranslation();
  const { moment, dayOf } = useDates();
  const words = useRuleWords();
  const [page, setPage] = useState(1);
  const { data, error, refetch } = useGetTaskHistoryQuery({ id: task.id, page });

  const read = (field: string, value: unknown): string => {
    if (field === 'priority') return t(`tasks.priority.${value as 1 | 2 | 3}`);
    if (typeof value !== 'string' || !value) return t('history.nothing');
    if (field === 'rule') return words(value, task.rule_from ?? dayOf(task.created_at));
    if (field === 'due_at' || field === 'appointment') return value === '…' ? value : moment(value);
    return field === 'role' ? t(`role.${value as 'trainer'}`) : value;
  };
  const typed = ({ type }: TaskHistoryEntry): string => {
    const key = `tasks.history.${type.replace('task.', '')}`;
    return i18n.exists(key) ? t(key as Key) : type;
  };
  if (error && !data) return <RequestFailed error={error} onRetry={refetch} />;
  if (!data) return <Skeleton h={48} aria-busy />;
  return (
    <>
      <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {data.results.map((entry) => (
          <li key={entry.id}>
            <Text size="sm">
              <b>{typed(entry)}</b>{' '}
              <Text span c="var(--quiet)">
                {entry.actor ? entry.actor.name || t('history.formerly') : t('history.system')} ·{' '}
                {moment(entry.time)}
              </Text>
            </Text>
            {entry.changes.map(({ field, old, new: now }) => (
              <Text key={field} size="sm" style={{ overflowWrap: 'anywhere' }}>
                {t(`tasks.changed.${field}` as Key)}:{' '}
                {field === 'description'
                  ? t('history.notesChanged')
                  : t('history.change', { old: read(field, old), now: read(field, now) })}
              </Text>
            ))}
          </li>
        ))}
      </Stack>
      {data.count > PAGE_SIZE && (
        <PageBar page={page} count={data.count} pageSize={PAGE_SIZE} onPage={setPage} />
      )}
    </>
  );
}
