import { http } from 'msw';
import { expect, it } from 'vitest';
import { makeStore } from './store';
import type { GymEvent } from '../realtime/events.gen';
import { sessionApi } from '../session/api';
import { alone, Line } from '../testing/line';
import { appointment, desk, event } from '../testing/samples';
import { address, answer, page, server, signedInAs } from '../testing/server';
import { scheduleApi } from '../features/schedule/api';

const week = { from: '2026-11-23', to: '2026-11-29', timeZone: 'Europe/Berlin' };

/** What an event tells of it. */
function told(over: Parameters<typeof appointment>[0] = {}) {
  const { notes: _notes, anyway_reason: _reason, position: _position, ...row } = appointment(over);
  return row;
}

it('one-to-ones of a week are asked for by its days at the centre, and follow what is told of them', async () => {
  const asked: string[] = [];
  server.use(
    signedInAs(desk),
    http.get(address('/api/appointments/'), ({ request }) => {
      asked.push(decodeURIComponent(new URL(request.url).search));
      return answer(page([appointment()]), 40);
    }),
  );
  const line = new Line();
  const store = makeStore(line.open, alone());
  await store.dispatch(sessionApi.endpoints.getMe.initiate());
  const says = (...events: GymEvent[]) => events.forEach((one) => line.says(one));
  const select = scheduleApi.endpoints.listOneToOnes.select(week);
  await store.dispatch(scheduleApi.endpoints.listOneToOnes.initiate(week));
  const held = () => select(store.getState()).data?.map(({ id, version }) => [id, version]);
  expect(asked).toEqual([
    '?state=booked&state=confirmed&state=attended&state=no_show&one_to_one=true' +
      '&from=2026-11-22T23:00:00Z&to=2026-11-29T23:00:00Z&page=1&page_size=100',
  ]);
  expect(held()).toEqual([[81, 1]]);

  says(
    event('appointment.booked', 41, told({ id: 82, customer: 13 })),
    // A seat in a class is none.
    event('appointment.booked', 42, told({ id: 83, session: 51 })),
    // The first hour of the next week, which is still this one's last day in UTC.
    event('appointment.changed', 43, told({ starts_at: '2026-11-29T23:00:00Z', version: 2 })),
  );
  expect(held()).toEqual([[82, 1]]);
  says(
    event('appointment.changed', 44, told({ starts_at: '2026-11-28T09:00:00Z', version: 3 })),
    event('appointment.cancelled', 45, told({ id: 82, customer: 13, state: 'cancelled', version: 2 })),
  );
  expect(held()).toEqual([[81, 3]]);
});
