import { beforeEach, expect, it, vi } from 'vitest';
import { MOST_WAITING, OutgoingQueue, type Answer } from './queue';

const away: Answer<null> = { error: { status: 0, code: 'network', message: '', fields: {} }, meta: null };
const done = (data: string): Answer<null> => ({ data, meta: null });

let isAway: boolean;
let arrived: string[];
let waiting: number[];
let queue: OutgoingQueue<null>;

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(1); // the longest wait
  isAway = true;
  arrived = [];
  waiting = [];
  queue = new OutgoingQueue((count) => waiting.push(count));
});

const send = (what: string) =>
  queue.deliver(() => {
    if (!isAway) arrived.push(what);
    return Promise.resolve(isAway ? away : done(what));
  });
const isOnline = () => window.dispatchEvent(new Event('online'));

it('sends what waited once each and in order as soon as the browser is back, and answers then', async () => {
  const answers = Promise.all([send('first'), send('second')]);
  await vi.waitFor(() => expect(waiting).toEqual([1, 2]));
  isOnline(); // and the server still isn't there
  await Promise.resolve();
  expect(arrived).toEqual([]);
  isAway = false;
  isOnline();
  isOnline();
  expect(await answers).toEqual([done('first'), done('second')]);
  expect(arrived).toEqual(['first', 'second']);
  expect(waiting).toEqual([1, 2, 1, 0]);
  expect(await send('third')).toEqual(done('third'));
});

it('waits for the try before it, which the server is still at work on', async () => {
  const answers = [
    away,
    { error: { status: 409, code: 'idempotency_in_progress', message: '', fields: {} } },
  ];
  const next = (): Answer<null> => ({ meta: null, ...(answers.shift() ?? done('once')) });
  const answer = queue.deliver(() => Promise.resolve(next()));
  await vi.waitFor(() => expect(waiting).toEqual([1]));
  isOnline();
  await vi.waitFor(() => expect(answers).toEqual([]));
  isOnline();
  expect(await answer).toEqual(done('once'));
});

it('takes no more than anybody does by hand, and forgets all with the session', async () => {
  const answers = Array.from({ length: MOST_WAITING }, (_, at) => send(`${at}`));
  await vi.waitFor(() => expect(waiting.at(-1)).toBe(MOST_WAITING));
  expect(await send('one more')).toMatchObject({ error: { code: 'queue_full' } });
  queue.discard();
  for (const answer of await Promise.all(answers))
    expect(answer).toMatchObject({ error: { code: 'discarded' } });
  isAway = false;
  isOnline();
  await Promise.resolve();
  expect(arrived).toEqual([]);
});
