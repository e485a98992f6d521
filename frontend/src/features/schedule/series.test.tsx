import { screen, waitFor, within } from '@testing-library/react';
import { http } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Timetable, TimetableOutcome } from '../../api/shapes';
import { classSession, desk } from '../../testing/samples';
import { openAt } from '../../testing/screen';
import { address, answer, page, refusal, server, signedInAs } from '../../testing/server';
import { daysOfRule, ruleOn } from './weekdays';

const timetable: Timetable = {
  id: 6,
  service: 3,
  service_name: 'Yoga Flow',
  trainer: 4,
  trainer_name: 'Jonas Weber',
  room: 2,
  room_name: 'Studio 1',
  starts_on: '2026-10-07',
  ends_on: null,
  at: '18:00:00',
  rule: 'FREQ=WEEKLY;BYDAY=WE',
  exceptions: [],
  minutes: 60,
  capacity: 12,
  follows: null,
  conflicts: 0,
  version: 3,
};

const outcome: TimetableOutcome = {
  timetable,
  ended: null,
  made: 0,
  moved: 8,
  booked: 21,
  removed: 0,
  cancelled: [],
  conflicts: [],
};

let sent: { path: string; match: string | null; body: unknown }[];

function takes(method: 'post' | 'patch', path: string, respond: () => Response) {
  server.use(
    http[method](address(path), async ({ request }) => {
      sent.push({ path, match: request.headers.get('If-Match'), body: await request.json() });
      return respond();
    }),
  );
}

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-24T09:00:00Z'), toFake: ['Date'] });
  sent = [];
  server.use(
    signedInAs({
      ...desk,
      permissions: [...desk.permissions, 'scheduling.change_session', 'scheduling.change_timetable'],
    }),
    http.get(address('/api/sessions/'), () => answer({ results: [classSession()], more: false })),
    http.get(address('/api/sessions/51/'), () => answer(classSession())),
    http.get(address('/api/sessions/51/roster/'), () =>
      answer({ session: 51, capacity: 12, booked: 0, waiting: 0, appointments: [] }),
    ),
    http.get(address('/api/timetables/6/'), () => answer(timetable)),
    http.get(address('/api/customers/'), () => answer({ next: null, previous: null, results: [] })),
    http.get(address('/api/staff/'), () =>
      answer(page([{ id: 4, display_name: 'Jonas Weber', roles: [], picture: null }])),
    ),
    http.get(address('/api/rooms/'), () =>
      answer(page([{ id: 2, name: 'Studio 1', capacity: 20, version: 1 }])),
    ),
  );
  return () => vi.useRealTimers();
});

async function open() {
  const { user } = await openAt('/schedule/51?view=agenda');
  return { user, panel: within(await screen.findByRole('dialog', { name: 'Yoga Flow' })) };
}

async function change(scope: string) {
  const { user, panel } = await open();
  await user.click(await panel.findByRole('button', { name: 'Change this class' }));
  const seats = panel.getByRole('textbox', { name: 'Seats' });
  await user.clear(seats);
  await user.type(seats, '14');
  await user.click(panel.getByRole('radio', { name: scope }));
  const form = within(await panel.findByRole('form', { name: 'Change the series' }));
  return { user, form, panel };
}

describe('this and following', () => {
  it('says what it does to those booked before it is done, and keeps what was typed for this one', async () => {
    takes('post', '/api/timetables/6/following/', () => answer(outcome));
    const { user, form } = await change('This and following');
    await waitFor(() => expect(form.getByRole('textbox', { name: 'Seats' })).toHaveValue('14'));
    await user.click(form.getByRole('checkbox', { name: 'Wed' }));
    await user.click(form.getByRole('checkbox', { name: 'Thu' }));
    await user.click(form.getByRole('button', { name: 'See what it changes' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Change the series?' }));
    expect(dialog.getByText(/Classes that change: 8\. Seats booked in them.*: 21\./)).toBeVisible();
    const body = { first: '2026-11-25', rule: 'FREQ=WEEKLY;BYDAY=TH', capacity: 14 };
    const path = '/api/timetables/6/following/';
    expect(sent).toEqual([{ path, match: '"3"', body: { ...body, preview: true } }]);
    await user.click(dialog.getByRole('button', { name: 'Change the series' }));
    await screen.findByText('The series of Yoga Flow is changed.');
    expect(sent.slice(1)).toEqual([{ path, match: '"3"', body }]);
  });
});

describe('all of a series', () => {
  it('is refused at its field, and names what would be cancelled and what can’t follow', async () => {
    const answers = [
      refusal(400, 'validation_error', { capacity: [{ code: 'room_too_small', message: 'It holds 10.' }] }),
      answer({
        ...outcome,
        moved: 0,
        cancelled: [
          { id: 52, service_name: 'Yoga Flow', starts_at: '2026-12-02T17:00:00Z', booked: 5, waiting: 1 },
        ],
        conflicts: [
          { occurrence: '2026-12-09', starts_at: '2026-12-09T17:00:00Z', field: 'room', message: 'Spin.' },
        ],
      }),
    ];
    takes('patch', '/api/timetables/6/', () => answers[sent.length - 1] ?? answer(outcome));
    const { user, form } = await change('All ahead');
    const look = form.getByRole('button', { name: 'See what it changes' });
    await user.click(look);
    expect(await form.findByText('The room doesn’t hold so many.')).toBeVisible();
    await user.click(look);
    const dialog = within(await screen.findByRole('dialog', { name: 'Change the series?' }));
    expect(dialog.getByText(/Dec 2, 06:00 PM – booked: 5, waiting: 1/)).toBeVisible();
    expect(dialog.getByText('Wednesday, December 9: Spin.')).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Keep it' }));
    expect(sent.map(({ body }) => body)).toEqual([
      { capacity: 14, preview: true },
      { capacity: 14, preview: true },
    ]);
  });
});

describe('the end of a series', () => {
  it('shows which classes go with it, and complains at its day', async () => {
    const answers = [
      answer({ ...outcome, moved: 0, removed: 7 }),
      refusal(409, 'conflict', { last_day: [{ code: 'over', message: 'It ends already.' }] }),
    ];
    takes('post', '/api/timetables/6/end/', () => answers[sent.length - 1] ?? answer(outcome));
    const { user, panel } = await open();
    await user.click(await panel.findByRole('button', { name: 'End this series' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'End the series of Yoga Flow?' }));
    expect(await dialog.findByText('Classes without anybody in them, taken back: 7.')).toBeVisible();
    await user.type(dialog.getByRole('textbox', { name: 'Reason' }), 'Winter');
    await user.click(dialog.getByRole('button', { name: 'End this series' }));
    expect(await dialog.findByText('It ends before this day already.')).toBeVisible();
    expect(sent.map(({ body }) => body)).toEqual([
      { last_day: '2026-11-25', reason: '', preview: true },
      { last_day: '2026-11-25', reason: 'Winter' },
    ]);
  });
});

it('rules by the week keep all but their days', () => {
  const rule = 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=SU';
  expect(daysOfRule(rule, '2026-11-23')).toEqual(['MO', 'WE']);
  expect(ruleOn(rule, ['FR', 'TU'])).toBe('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR;WKST=SU');
  expect(daysOfRule('FREQ=WEEKLY', '2026-11-26')).toEqual(['TH']);
  expect(daysOfRule('FREQ=MONTHLY;BYDAY=1MO', '2026-11-02')).toBeNull();
});
