import { useState } from 'react';

interface Shown<Row> {
  rows: Row[] | undefined;
  question: string;
}

/**
 * Rows for a list that somebody points at: while `hold`, what changes in a row is shown, but rows neither come, go nor
 * move. `isBehind` says that they wait to.
 */
export function useSteadyRows<Row extends { id: number }>(
  rows: Row[] | undefined,
  question: string,
  hold: boolean,
): { steadyRows: Row[] | undefined; isBehind: boolean } {
  const [shown, setShown] = useState<Shown<Row>>({ rows, question });
  const adopt = !hold || !rows || !shown.rows || question !== shown.question || sameOrder(rows, shown.rows);
  if (adopt) {
    if (rows !== shown.rows || question !== shown.question) setShown({ rows, question });
    return { steadyRows: rows, isBehind: false };
  }
  const latest = new Map(rows.map((row) => [row.id, row]));
  return { steadyRows: shown.rows?.map((row) => latest.get(row.id) ?? row), isBehind: true };
}

function sameOrder(one: { id: number }[], other: { id: number }[]): boolean {
  return one.length === other.length && one.every((row, at) => row.id === other[at]?.id);
}
