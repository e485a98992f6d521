import type { Page } from '@playwright/test';
import { expect, sizes, test, themes, type Role } from './people';

/** Each journey at a phone and a desk, light and dark, to be looked at; those that the README shows go beside the docs. */
const toLookAt = new URL('../test-results/screenshots/', import.meta.url).pathname;
const shown = new URL('../../docs/screenshots/', import.meta.url).pathname;

interface Picture {
  name: string;
  path: string;
  language?: 'zh-hans';
  /** Which of its four the README shows. */
  inReadme?: `${keyof typeof sizes}-${(typeof themes)[number]}`[];
  prepare?: (page: Page) => Promise<void>;
}

const journeys: Record<Role | 'nobody', Picture[]> = {
  nobody: [{ name: 'sign-in', path: '/login' }],
  desk: [
    { name: 'today', path: '/today', inReadme: ['desktop-light'] },
    { name: 'tasks', path: '/tasks?as=board', inReadme: ['desktop-dark'] },
    { name: 'members', path: '/members', inReadme: ['desktop-light'] },
    { name: 'members-zh', path: '/members', language: 'zh-hans', inReadme: ['phone-light'] },
    { name: 'member', path: '/members/1', inReadme: ['desktop-light'] },
    { name: 'check-in', path: '/check-in', prepare: checkIn, inReadme: ['desktop-dark'] },
    { name: 'schedule', path: '/schedule', inReadme: ['desktop-light'] },
    { name: 'appointments', path: '/appointments' },
    {
      name: 'booking',
      path: '/members?search=member@gym.example',
      prepare: startBooking,
      inReadme: ['desktop-dark'],
    },
    { name: 'reminders', path: '/reminders' },
  ],
  member: [
    { name: 'member-home', path: '/', inReadme: ['phone-light'] },
    { name: 'member-home-zh', path: '/', language: 'zh-hans' },
    { name: 'member-schedule', path: '/schedule', inReadme: ['phone-dark'] },
    { name: 'feed', path: '/feed', prepare: lookAtFeed, inReadme: ['phone-light'] },
  ],
  owner: [],
  manager: [],
  trainer: [],
};

async function lookAtFeed(page: Page) {
  await expect(page.getByRole('article').first()).toBeVisible();
  await expect(page.locator('article img').first()).toBeAttached();
}

async function checkIn(page: Page) {
  await page.getByRole('main').locator('input').first().fill('Mia');
  await expect(page.getByRole('list', { name: 'Members found' }).getByText(/Mia/).first()).toBeVisible();
}

async function startBooking(page: Page) {
  await page.getByRole('link', { name: /^Mia/ }).click();
  await page.getByRole('link', { name: 'Book appointment' }).click();
  const form = page.getByRole('dialog', { name: 'Book appointment' });
  await expect(form.getByRole('combobox', { name: 'Member' })).toHaveValue(/^Mia/);
  await form.getByRole('combobox', { name: 'Service' }).fill('Personal');
  await page.getByRole('option').first().click();
  await form.getByLabel('Hours').fill('18');
  await form.getByLabel('Minutes').fill('00');
  await form.getByLabel('Notes').click();
  await expect(form.getByRole('status')).toBeVisible();
}

for (const [role, pictures] of Object.entries(journeys) as [Role | 'nobody', Picture[]][]) {
  if (pictures.length === 0) continue;
  test(`pictures as ${role}`, async ({ as, page: anybody }) => {
    test.setTimeout(300_000);
    const page = role === 'nobody' ? anybody : await as(role);
    for (const { name, path, language = 'en', prepare, inReadme } of pictures) {
      for (const [size, viewport] of Object.entries(sizes)) {
        for (const colorScheme of themes) {
          await page.setViewportSize(viewport);
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          await page.goto('/login');
          await page.evaluate((chosen) => localStorage.setItem('gym.language', chosen), language);
          await page.goto(path);
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
          await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
          await prepare?.(page);
          await page.evaluate(() => document.fonts.ready);
          const which = `${size}-${colorScheme}` as NonNullable<Picture['inReadme']>[number];
          await page.screenshot({
            path: `${inReadme?.includes(which) ? shown : toLookAt}${name}-${which}.png`,
          });
        }
      }
    }
  });
}
