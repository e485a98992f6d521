import { Button, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePointerDown } from '../../components/usePointerDown';
import { useSteadyRows } from '../../components/useSteadyRows';
import { useFreshSubjects } from '../../realtime/freshness';
import classes from './Today.module.css';

interface RowListProps<Row> {
  label: string;
  rows: Row[];
  /** The event subject of a row, such as `task/12`. */
  subject: (row: Row) => string;
  render: (row: Row) => ReactNode;
  /** What it says with no row. */
  empty: string;
}

/** Rows of a card, which stay put under the pointer, and under the keyboard, while others change them. */
export function RowList<Row extends { id: number }>(props: RowListProps<Row>) {
  const { label, rows, subject, render, empty } = props;
  const { t } = useTranslation();
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const isDown = usePointerDown();
  const { steadyRows = [], isBehind } = useSteadyRows(rows, label, pointed || focused || isDown);
  const fresh = useFreshSubjects(steadyRows.map(subject));
  return (
    <div
      className={classes.list}
      onPointerEnter={(event) => setPointed(event.pointerType === 'mouse')}
      onPointerLeave={() => setPointed(false)}
      onFocus={() => setFocused(true)}
      onBlur={(event) => setFocused(event.currentTarget.contains(event.relatedTarget))}
    >
      {isBehind && (
        <Button
          size="compact-xs"
          className={classes.behind}
          onClick={() => {
            setPointed(false);
            setFocused(false);
          }}
        >
          {t('today.news')}
        </Button>
      )}
      {steadyRows.length === 0 ? (
        <Text c="var(--quiet)" size="sm" className={classes.empty}>
          {empty}
        </Text>
      ) : (
        <ul aria-label={label}>
          {steadyRows.map((row) => (
            <li key={row.id} data-fresh={subject(row) in fresh || undefined}>
              {render(row)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
