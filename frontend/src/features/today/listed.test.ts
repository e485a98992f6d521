import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usualBy } from './figures';
import { put, type Listed } from './listed';

describe('a list of which the first rows are held', () => {
  interface Row {
    id: number;
    place: number;
  }
  const kind = {
    compare: (one: Row, other: Row) => one.place - other.place || one.id - other.id,
    most: 6,
    fewest: 3,
  };
  const read = (all: Row[]): Listed<Row> => ({
    count: all.length,
    rows: [...all].sort(kind.compare).slice(0, kind.most),
  });
  const step = fc.record({ id: fc.nat(14), place: fc.option(fc.nat(9), { nil: null }), tells: fc.boolean() });

  it('is what a fresh one begins with, or says that it can’t be known', () => {
    let followed = 0;
    fc.assert(
      fc.property(
        fc.array(fc.nat(9), { maxLength: 12 }),
        fc.array(step, { maxLength: 30 }),
        (first, steps) => {
          let all: Row[] = first.map((place, id) => ({ id, place }));
          let list = read(all);
          for (const { id, place, tells } of steps) {
            const was = all.some((row) => row.id === id);
            const row = place === null ? null : { id, place };
            all = [...all.filter((one) => one.id !== id), ...(row ? [row] : [])];
            if (!put(list, { id, row, was: tells ? was : null }, kind)) list = read(all);
            else followed += 1;
            const fresh = read(all);
            expect(list.count).toBe(fresh.count);
            expect(list.rows).toEqual(fresh.rows.slice(0, list.rows.length));
            expect(list.rows.length).toBeGreaterThanOrEqual(Math.min(fresh.count, kind.fewest));
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(followed).toBeGreaterThan(1000);
  });
});

describe('what is usual', () => {
  const figure = {
    name: 'visits',
    count: 1,
    ids: null,
    amounts: [],
    usual: Array.from({ length: 96 }, (_, at) => at),
  };

  it('is that of the quarter of an hour that it is, or of the whole day for what has no time of day', () => {
    expect(usualBy({ ...figure, by_the_hour: true }, '09:44')).toBe(38);
    expect(usualBy({ ...figure, by_the_hour: true }, '23:59')).toBe(95);
    expect(usualBy({ ...figure, by_the_hour: false }, '00:00')).toBe(95);
  });
});
