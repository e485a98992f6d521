import type { Page } from '@playwright/test';
import { expect, newMember, post, sizes, test } from './people';

const DAY_MS = 86_400_000;

interface Planned {
  id: number;
  /** On the centre's calendar. */
  day: string;
}

/** A class before anybody else is up, some days ahead, which no other test knows. */
async function newClass(page: Page, daysAhead: number, capacity: number): Promise<Planned> {
  const answer = await page.request.get('/api/services/?kind=class&active=true&page_size=100');
  const { results } = (await answer.json()) as { results: { id: number; name: string; trainer: number }[] };
  const service = results.find(({ name }) => name === 'Pilates');
  const day = new Date(Date.now() + daysAhead * DAY_MS).toISOString().slice(0, 10);
  const made = await post(page, '/api/sessions/', {
    service: service?.id,
    trainer: service?.trainer,
    room: null,
    starts_at: `${day}T04:00:00Z`,
    minutes: 60,
    capacity,
  });
  const { id } = (await made.json()) as { id: number };
  return { id, day };
}

async function startOf(page: Page, id: number): Promise<number> {
  const answer = await page.request.get(`/api/sessions/${id}/`);
  const { starts_at } = (await answer.json()) as { starts_at: string };
  return Date.parse(starts_at);
}

test('a class is booked by keyboard, moved by drag and by form, and cancelled', async ({ as }) => {
  const page = await as('manager');
  await page.setViewportSize(sizes.desktop);
  const member = await newMember(page);
  const { id, day } = await newClass(page, 4, 8);
  const before = await startOf(page, id);
  await page.goto(`/schedule?date=${day}`);
  const block = page.locator(`a[href^="/schedule/${id}?"]`);
  await block.focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog', { name: 'Pilates' });
  await panel.getByRole('combobox', { name: 'Book a member' }).focus();
  await page.keyboard.type(member.last_name);
  await expect(page.getByRole('option', { name: member.last_name })).toBeVisible();
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('alert')).toContainText('no membership');
  await panel.getByRole('textbox', { name: 'Why all the same?' }).fill('A trial');
  await panel.getByRole('button', { name: 'Book anyway' }).click();
  await expect(panel.getByRole('link', { name: member.last_name })).toBeVisible();
  await expect(panel.getByText('1 of 8 booked')).toBeVisible();

  await panel.getByRole('button', { name: 'Change this class' }).click();
  await panel.getByRole('spinbutton', { name: 'Minutes' }).fill('30');
  await panel.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Pilates is changed.')).toBeVisible();
  expect(await startOf(page, id)).toBe(before + 30 * 60_000);
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();

  const at = await block.boundingBox();
  if (!at) throw new Error('The class has no place.');
  const [x, y] = [at.x + at.width / 2, at.y + 10];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + 20, { steps: 3 });
  await page.mouse.move(x, y + 64, { steps: 5 });
  await page.mouse.up();
  const move = page.getByRole('dialog', { name: 'Move Pilates?' });
  await expect(move).toContainText('Those booked are told: 1.');
  await move.getByRole('button', { name: 'Move it' }).click();
  await expect(page.getByText('Pilates is moved.')).toBeVisible();
  expect(await startOf(page, id)).toBeGreaterThan(before + 30 * 60_000);

  await block.click();
  await panel.getByRole('button', { name: 'Cancel this class' }).click();
  await page.getByRole('textbox', { name: 'Reason' }).fill('The trainer is ill');
  await page.getByRole('button', { name: 'Cancel and tell 1' }).click();
  await expect(panel.getByText('Cancelled: The trainer is ill')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
});

test('a member waits on the phone, and has the seat as soon as it is given up', async ({ as }) => {
  const desk = await as('manager');
  const page = await as('member');
  await page.setViewportSize(sizes.phone);
  const other = await newMember(desk);
  const { id, day } = await newClass(desk, 6, 1);
  const taken = await post(desk, '/api/appointments/', {
    session: id,
    customer: other.id,
    anyway: 'A trial',
  });
  await page.goto(`/schedule?date=${day}`);
  const card = page.getByRole('listitem').filter({ has: page.locator(`a[href^="/schedule/${id}?"]`) });
  await card.getByRole('button', { name: /^Join waitlist/ }).click();
  await expect(card.getByText('On the waitlist')).toBeVisible();
  await expect(card.getByText('Full · waiting: 1')).toBeVisible();
  // What is shown so far was only meant to be: now the server has it.
  await expect(page.getByText(/^You’re on the waitlist/)).toBeVisible();
  const { id: first } = (await taken.json()) as { id: number };
  await post(desk, `/api/appointments/${first}/cancel/`, {});
  await expect(card.getByText('Booked', { exact: true })).toBeVisible();
  await card.getByRole('button', { name: /^Cancel Pilates/ }).click();
  await expect(card.getByRole('button', { name: /^Book Pilates/ })).toBeVisible();
  await expect(card.getByText('Seats left: 1')).toBeVisible();
});

test('a class moves with all that follow it, once those booked in them are counted, and its series ends', async ({
  as,
}) => {
  const page = await as('manager');
  await page.setViewportSize(sizes.desktop);
  const member = await newMember(page);
  const services = await page.request.get('/api/services/?kind=class&active=true&page_size=100');
  const { results } = (await services.json()) as { results: { id: number; name: string; trainer: number }[] };
  const service = results.find(({ name }) => name === 'Strength Basics');
  // On its own day of the week, before anybody else is up.
  const day = new Date(Date.now() + 9 * DAY_MS).toISOString().slice(0, 10);
  const made = await post(page, '/api/timetables/', {
    service: service?.id,
    trainer: service?.trainer,
    room: null,
    starts_on: day,
    at: '05:10',
    rule: 'FREQ=WEEKLY',
  });
  const { timetable } = (await made.json()) as { timetable: { id: number } };
  const weeksOf = async (): Promise<{ id: number; starts_at: string; occurrence: string }[]> => {
    const to = new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10);
    const answer = await page.request.get(`/api/sessions/?from=${day}&to=${to}&timetable=${timetable.id}`);
    return ((await answer.json()) as { results: { id: number; starts_at: string; occurrence: string }[] })
      .results;
  };
  const [first, second, third] = await weeksOf();
  if (!first || !second || !third) throw new Error('The series has no three weeks.');
  await post(page, '/api/appointments/', { session: third.id, customer: member.id, anyway: 'A trial' });

  await page.goto(`/schedule/${second.id}?date=${second.occurrence}`);
  const panel = page.getByRole('dialog', { name: 'Strength Basics' });
  await panel.getByRole('button', { name: 'Change this class' }).click();
  await panel.getByText('This and following').click();
  await panel.getByRole('spinbutton', { name: 'Minutes' }).fill('20');
  await panel.getByRole('button', { name: 'See what it changes' }).click();
  const preview = page.getByRole('dialog', { name: 'Change the series?' });
  await expect(preview).toContainText(/move along and are told: 1\./);
  expect(await startOf(page, second.id)).toBe(Date.parse(second.starts_at));
  await preview.getByRole('button', { name: 'Change the series' }).click();
  await expect(page.getByText('The series of Strength Basics is changed.')).toBeVisible();
  await expect(panel.getByText(/05:20–06:20/)).toBeVisible();
  expect(await startOf(page, first.id)).toBe(Date.parse(first.starts_at));
  expect(await startOf(page, third.id)).toBe(Date.parse(third.starts_at) + 10 * 60_000);

  await panel.getByRole('button', { name: 'End this series' }).click();
  const ending = page.getByRole('dialog', { name: 'End the series of Strength Basics?' });
  await expect(ending).toContainText('booked: 1, waiting: 0');
  await ending.getByRole('textbox', { name: 'Reason' }).fill('Too early');
  await ending.getByRole('button', { name: 'End this series' }).click();
  await expect(ending).toBeHidden();
  await page.goto(`/schedule/${third.id}?date=${third.occurrence}`);
  await expect(panel.getByText('Cancelled: Too early')).toBeVisible();
});

test('the front desk cancels a class with 18 people in it, and everybody hears of it', async ({ as }) => {
  const desk = await as('desk');
  const phone = await as('member');
  await desk.setViewportSize(sizes.desktop);
  await phone.setViewportSize(sizes.phone);
  const { id, day } = await newClass(desk, 8, 18);
  const me = (await (await phone.request.get('/api/me/')).json()) as { customer: number };
  const others = await Promise.all(Array.from({ length: 17 }, () => newMember(desk)));
  const booked: number[] = [];
  for (const customer of [me.customer, ...others.map((member) => member.id)]) {
    const seat = await post(desk, '/api/appointments/', { session: id, customer, anyway: 'Open day' });
    booked.push(((await seat.json()) as { id: number }).id);
  }

  await phone.goto(`/schedule?date=${day}`);
  const card = phone.getByRole('listitem').filter({ has: phone.locator(`a[href^="/schedule/${id}?"]`) });
  await expect(card.getByText('Booked', { exact: true })).toBeVisible();
  await desk.goto(`/schedule?date=${day}`);
  await desk.locator(`a[href^="/schedule/${id}?"]`).click();
  const panel = desk.getByRole('dialog', { name: 'Pilates' });
  await expect(panel.getByText('18 of 18 booked')).toBeVisible();
  await panel.getByRole('button', { name: 'Cancel this class' }).click();
  await desk.getByRole('textbox', { name: 'Reason' }).fill('No heating');
  await desk.getByRole('button', { name: 'Cancel and tell 18' }).click();
  await expect(panel.getByText('Cancelled: No heating')).toBeVisible();

  await expect(card.getByText(/^Cancelled/)).toBeVisible();
  await expect(card.getByText('Booked', { exact: true })).toBeHidden();
  await phone.goto('/notifications');
  await expect(phone.getByText('Pilates was cancelled')).toHaveCount(1);
  const left = await desk.request.get(`/api/sessions/${id}/roster/`);
  expect(await left.json()).toMatchObject({ booked: 0, waiting: 0, appointments: [] });
  const answer = await desk.request.get('/api/reminders/?kind=class_cancelled&page_size=100');
  const { results } = (await answer.json()) as { results: { subject: string }[] };
  const told = results
    .map(({ subject }) => Number(subject.split('/')[1]))
    .filter((one) => booked.includes(one));
  expect(told).toHaveLength(18);
  expect(new Set(told)).toEqual(new Set(booked));
});
