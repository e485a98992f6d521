import { Button, Skeleton, Table, VisuallyHidden } from '@mantine/core';
import { Fragment, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFreshSubjects } from '../realtime/freshness';
import classes from './RecordTable.module.css';
import { useSteadyRows } from './useSteadyRows';

export interface Column<Row> {
  key: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** On a phone its content is told under the first column instead. */
  wideOnly?: boolean;
  width?: string;
  /** On a phone it has all the room that the others leave; the first, if none is said to. */
  isMain?: boolean;
}

interface RecordTableProps<Row> {
  label: string;
  columns: Column<Row>[];
  /** Undefined while the first answer is on its way. */
  rows: Row[] | undefined;
  /** What was asked for: rows of another question replace these at once. */
  question: string;
  /** The event subject of a row, such as `customer/12`, to mark what others have changed. */
  subject: (row: Row) => string;
  /** Rows of the same group stand under one heading, such as their day. */
  group?: (row: Row) => string;
  /** An earlier answer is shown while the next one is on its way. */
  stale?: boolean;
}

const SKELETON_ROWS = 8;

/** A list of records that stays put under the pointer while others change it. */
export function RecordTable<Row extends { id: number }>(props: RecordTableProps<Row>) {
  const { label, columns, rows, question, subject, group, stale } = props;
  const { t } = useTranslation();
  const [pointed, setPointed] = useState(false);
  const { steadyRows, isBehind } = useSteadyRows(rows, question, pointed);
  const fresh = useFreshSubjects(steadyRows?.map(subject) ?? []);
  const main = Math.max(
    0,
    columns.findIndex(({ isMain }) => isMain),
  );

  return (
    <div
      className={classes.frame}
      onPointerEnter={(event) => setPointed(event.pointerType === 'mouse')}
      onPointerLeave={() => setPointed(false)}
    >
      {isBehind && (
        <Button className={classes.behind} size="compact-sm" onClick={() => setPointed(false)}>
          {t('list.behind')}
        </Button>
      )}
      <Table className={classes.table} aria-label={label} aria-busy={!rows} data-stale={stale || undefined}>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ key, header, wideOnly, width }) => (
              <Table.Th key={key} data-wide-only={wideOnly} w={{ sm: width }}>
                {header}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {steadyRows
            ? steadyRows.map((row, index) => (
                <Fragment key={row.id}>
                  {group && group(row) !== previousGroup(steadyRows, index, group) && (
                    <Table.Tr className={classes.group}>
                      <Table.Th colSpan={columns.length} scope="rowgroup">
                        {group(row)}
                      </Table.Th>
                    </Table.Tr>
                  )}
                  <Table.Tr data-fresh={subject(row) in fresh || undefined}>
                    {columns.map(({ key, cell, wideOnly }, at) => (
                      <Table.Td key={key} data-wide-only={wideOnly} data-main={at === main || undefined}>
                        {cell(row)}
                        {at === 0 && subject(row) in fresh && (
                          <VisuallyHidden>{t('list.justChanged')}</VisuallyHidden>
                        )}
                      </Table.Td>
                    ))}
                  </Table.Tr>
                </Fragment>
              ))
            : Array.from({ length: SKELETON_ROWS }, (_, at) => (
                <Table.Tr key={at}>
                  {columns.map(({ key, wideOnly }, column) => (
                    <Table.Td key={key} data-wide-only={wideOnly}>
                      <Skeleton
                        h={12}
                        my={column === 0 ? 12 : 6}
                        w={`${40 + ((at * 17 + column * 29) % 45)}%`}
                      />
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function previousGroup<Row>(rows: Row[], index: number, group: (row: Row) => string): string | undefined {
  const previous = rows[index - 1];
  return previous && group(previous);
}
