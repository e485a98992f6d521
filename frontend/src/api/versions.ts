/**
 * REST answers, one's own writes and events meet in any order; the version of the row decides.
 * Each function changes the (Immer draft) list it is given.
 */
interface Versioned {
  id: number;
  version: number;
}

/**
 * Puts a newer state of a row over an older one; says whether the row is in the list at all.
 * A row keeps the fields it has: what a record says beyond them is not part of the list.
 */
export function replaceNewer<Row extends Versioned>(rows: Row[], newer: Partial<Row> & Versioned): boolean {
  const held = rows.find((row) => row.id === newer.id);
  if (held && held.version < newer.version) {
    const known = Object.entries(newer).filter(([field]) => field in held);
    Object.assign(held, Object.fromEntries(known));
  }
  return held !== undefined;
}

export function removeRow(page: { count?: number; results: { id: number }[] }, id: number): void {
  const at = page.results.findIndex((row) => row.id === id);
  if (at === -1) return;
  page.results.splice(at, 1);
  if (page.count !== undefined) page.count -= 1;
}
