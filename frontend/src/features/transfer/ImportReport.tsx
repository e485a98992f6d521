import { Group, Pagination, Skeleton, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PAGE_SIZE } from '../../api/api';
import { RequestFailed } from '../../components/RequestFailed';
import { useListProblemsQuery, type Import, type Problem } from './api';
import { isField } from './fields';
import classes from './Transfer.module.css';

/** What is wrong, line by line. */
export function ImportReport({ run }: { run: Import }) {
  const { t } = useTranslation();
  const [page, setPage] = useState(1);
  const { data, error, refetch } = useListProblemsQuery({ id: run.id, page, version: run.version });
  if (error) return <RequestFailed error={error} onRetry={refetch} />;
  if (!data) return <Skeleton h={200} radius="md" aria-busy />;
  return (
    <>
      <div className={classes.report} role="region" aria-label={t('transfer.report')} tabIndex={0}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('transfer.line')}</Table.Th>
              <Table.Th>{t('transfer.column')}</Table.Th>
              <Table.Th>{t('transfer.problem')}</Table.Th>
              <Table.Th>{t('transfer.value')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.results.map((problem, at) => (
              <Table.Tr key={at}>
                <Table.Td>{problem.line}</Table.Td>
                <Table.Td>{isField(problem.field) ? t(`transfer.field.${problem.field}`) : '–'}</Table.Td>
                <Table.Td>
                  <Words problem={problem} />
                </Table.Td>
                <Table.Td>
                  <Text size="sm" className={classes.value}>
                    {problem.value || '–'}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {data.count > PAGE_SIZE && (
        <Group justify="center" mt="sm">
          <Pagination
            total={Math.ceil(data.count / PAGE_SIZE)}
            value={page}
            onChange={setPage}
            size="sm"
            getControlProps={(control) => ({
              'aria-label': t(`list.${control === 'previous' ? 'previous' : 'next'}`),
            })}
          />
        </Group>
      )}
    </>
  );
}

const codes = [
  'required',
  'invalid_email',
  'taken',
  'repeated',
  'invalid_phone',
  'invalid_date',
  'out_of_range',
  'too_long',
  'odd_character',
  'unknown_country',
  'unknown_language',
  'invalid_number',
  'not_yes_or_no',
  'more_cells_than_headings',
] as const;

function Words({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  const code = codes.find((one) => one === problem.code);
  if (!code) return <>{problem.code}</>;
  if (code === 'taken' && problem.other)
    return <a href={`/members/${problem.other}`}>{t('transfer.code.taken')}</a>;
  return <>{t(`transfer.code.${code}`, { line: problem.other ?? '' })}</>;
}
