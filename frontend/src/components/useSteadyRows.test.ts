import { renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useSteadyRows } from './useSteadyRows';

const row = (id: number, name = 'as it was') => ({ id, name });

it('changes rows in place under the pointer, and lets them move once it has gone', () => {
  const first = { rows: [row(1), row(2)], question: 'all', hold: true };
  const { result, rerender } = renderHook(({ rows, question, hold }) => useSteadyRows(rows, question, hold), {
    initialProps: first,
  });
  rerender({ ...first, rows: [row(3), row(1, 'changed'), row(2)] });
  expect(result.current).toEqual({ steadyRows: [row(1, 'changed'), row(2)], isBehind: true });

  rerender({ ...first, rows: [row(3), row(1, 'changed'), row(2)], hold: false });
  expect(result.current).toEqual({ steadyRows: [row(3), row(1, 'changed'), row(2)], isBehind: false });
});

it('answers another question at once', () => {
  const { result, rerender } = renderHook(({ rows, question }) => useSteadyRows(rows, question, true), {
    initialProps: { rows: [row(1)], question: 'a' },
  });
  rerender({ rows: [row(2)], question: 'b' });
  expect(result.current).toEqual({ steadyRows: [row(2)], isBehind: false });
});
