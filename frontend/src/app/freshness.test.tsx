import { act, render, screen } from '@testing-library/react';
import { Profiler } from 'react';
import { Provider } from 'react-redux';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { eventReceived } from '../realtime/event';
import { FRESH_MS, useFreshSubjects } from '../realtime/freshness';
import { alone, Line } from '../testing/line';
import { event } from '../testing/samples';
import { makeStore } from './store';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function Rows({ shown }: { shown: string[] }) {
  const fresh = useFreshSubjects(shown);
  return <p>{shown.filter((subject) => subject in fresh).join(' ') || 'nothing'}</p>;
}

/** By then what came together is drawn, once. */
const DRAWN_MS = 100;

it('what others change is marked for a while where it is shown, and draws nothing anew elsewhere', () => {
  const store = makeStore(new Line().open, alone());
  const drawn = vi.fn();
  const changed = (id: number) =>
    act(() => {
      store.dispatch(eventReceived(event('customer.deleted', 40 + id, { id, version: 2 })));
      vi.advanceTimersByTime(DRAWN_MS);
    });
  render(
    <Provider store={store}>
      <Profiler id="rows" onRender={drawn}>
        <Rows shown={['customer/1', 'customer/2']} />
      </Profiler>
    </Provider>,
  );
  changed(3);
  expect(drawn).toHaveBeenCalledTimes(1);
  changed(2);
  expect(screen.getByText('customer/2')).toBeVisible();
  act(() => void vi.advanceTimersByTime(FRESH_MS + DRAWN_MS));
  expect(screen.getByText('nothing')).toBeVisible();
  expect(drawn).toHaveBeenCalledTimes(3);
});
