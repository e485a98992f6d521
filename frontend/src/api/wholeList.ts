import type { SnapshotMeta } from './baseQuery';
import type { ApiError } from './errors';
import type { Page } from './shapes';

const PAGE = 100;

interface Answered<Data> {
  data?: Data | undefined;
  error?: ApiError | undefined;
  meta?: SnapshotMeta | undefined;
}
type Read = (args: { url: string; params: object }) => Answered<unknown> | PromiseLike<Answered<unknown>>;
type Whole<Row> = { data: Row[]; meta?: SnapshotMeta } | { error: ApiError; meta?: SnapshotMeta };

/** Every row of a list that people choose from, at most `most`: what lies beyond wouldn't be found in it by eye. */
export async function wholeList<Row>(
  read: Read,
  url: string,
  most: number,
  asked: object = {},
): Promise<Whole<Row>> {
  const rows: Row[] = [];
  let seen: { meta?: SnapshotMeta } = {};
  for (let page = 1; ; page += 1) {
    const { data, error, meta } = await read({ url, params: { ...asked, page, page_size: PAGE } });
    // It is as old as its first page.
    if (page === 1 && meta) seen = { meta };
    if (error) return { error, ...seen };
    const { results, count } = data as Page<Row>;
    rows.push(...results);
    if (results.length === 0 || rows.length >= Math.min(count, most)) return { data: rows, ...seen };
  }
}
