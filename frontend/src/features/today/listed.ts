/** The first rows of `count` in all, in their order. As long as it is true it is exactly that, whatever happens beyond. */
export interface Listed<Row> {
  count: number;
  rows: Row[];
}

/** What has become of a row. */
export interface Change<Row> {
  id: number;
  /** As it is now; null when it doesn't belong in the list. */
  row: Row | null;
  /** Whether it was counted before: null when the event doesn't tell. */
  was: boolean | null;
}

/** How rows are ordered, how many a list keeps, and how few of them a screen can do with. */
export interface Kind<Row> {
  compare: (one: Row, other: Row) => number;
  most: number;
  fewest: number;
}

/** Brings the (draft) list up to date; false when it can't be known what the list is now, and it is to be read again. */
export function put<Row extends { id: number }>(
  list: Listed<Row>,
  { id, row, was }: Change<Row>,
  { compare, most, fewest }: Kind<Row>,
): boolean {
  const isWhole = list.count === list.rows.length;
  const at = list.rows.findIndex((held) => held.id === id);
  const counted = at !== -1 || (isWhole ? false : was);
  // Beyond the rows that are held, and nothing says whether it was there.
  if (counted === null) return false;
  if (at !== -1) list.rows.splice(at, 1);
  list.count += Number(row !== null) - Number(counted);
  if (row) {
    const next = list.rows.findIndex((held) => compare(row, held) < 0);
    // Behind the last one that is held there may be others before it.
    if (next !== -1) list.rows.splice(next, 0, row);
    else if (isWhole) list.rows.push(row);
  }
  list.rows.splice(most);
  return list.rows.length >= Math.min(list.count, fewest);
}

/** The soonest first, and of those at once who came first. */
export const byTime =
  <Row extends { id: number }>(time: (row: Row) => string) =>
  (one: Row, other: Row): number =>
    Date.parse(time(one)) - Date.parse(time(other)) || one.id - other.id;
