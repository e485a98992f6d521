import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, sizes, test, themes, type Role } from './people';

/** Every screen, with whom it is looked at as and what says that it has arrived. */
const screens: { name: string; role: Role | null; path: string; ready: (page: Page) => Promise<void> }[] = [
  { name: 'sign-in', role: null, path: '/login', ready: heading('Sign in') },
  { name: 'registration', role: null, path: '/register', ready: heading('Create your account') },
  { name: 'the second step', role: null, path: '/login/code', ready: heading('One more step') },
  { name: 'a code by mail', role: null, path: '/verify-email', ready: heading('Confirm your email') },
  {
    name: 'a forgotten password',
    role: null,
    path: '/password/reset',
    ready: heading('Forgot your password?'),
  },
  {
    name: 'a new password',
    role: null,
    path: '/password/reset/x-y',
    ready: heading('Choose a new password'),
  },
  { name: 'an invitation that is over', role: null, path: '/invitation/x', ready: heading('You’re invited') },
  { name: 'staff', role: 'manager', path: '/settings/staff', ready: filledTable },
  { name: 'roles', role: 'owner', path: '/settings/roles', ready: heading('Classes and appointments') },
  {
    name: 'one’s own security',
    role: 'manager',
    path: '/me/security',
    ready: heading('Where you’re signed in'),
  },
  { name: 'members', role: 'manager', path: '/members', ready: filledTable },
  {
    name: 'no member found',
    role: 'manager',
    path: '/members?search=nobody-at-all',
    ready: heading('Nothing found'),
  },
  { name: 'a new member', role: 'manager', path: '/members/new', ready: dialog },
  { name: 'a member', role: 'manager', path: '/members/1', ready: heading('Contact') },
  { name: 'a member’s profile', role: 'manager', path: '/members/1/profile', ready: form('Member') },
  { name: 'a member’s appointments', role: 'desk', path: '/members/1/appointments', ready: filledTable },
  { name: 'appointments', role: 'desk', path: '/appointments', ready: filledTable },
  { name: 'a new appointment', role: 'desk', path: '/appointments/new', ready: dialog },
  { name: 'reminders', role: 'trainer', path: '/reminders?period=coming', ready: filledTable },
  { name: 'a member’s home', role: 'member', path: '/', ready: heading('Your next appointments') },
  { name: 'a member’s own page', role: 'member', path: '/me', ready: heading('Contact details') },
  { name: 'no such page', role: 'member', path: '/nowhere', ready: heading('Page not found') },
];

function heading(name: string) {
  return (page: Page) => expect(page.getByRole('heading', { name })).toBeVisible();
}

async function filledTable(page: Page) {
  await expect(page.getByRole('table')).toHaveAttribute('aria-busy', 'false');
}

function form(name: string) {
  return (page: Page) => expect(page.getByRole('form', { name })).toBeVisible();
}

async function dialog(page: Page) {
  await expect(page.getByRole('dialog').getByRole('button').nth(1)).toBeVisible();
}

/** The new theme is painted, and what moves to its colours has arrived. */
async function settled(page: Page) {
  await page.evaluate(async () => {
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  });
}

for (const role of new Set(screens.map((screen) => screen.role))) {
  test(`${role ?? 'nobody'} meets no barrier that axe knows, at any size, in any theme`, async ({
    as,
    page: anybody,
  }) => {
    test.setTimeout(180_000);
    const page = role ? await as(role) : anybody;
    // Colours are judged as they stay, not on their way.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (const { name, path, ready } of screens.filter((screen) => screen.role === role)) {
      for (const [size, viewport] of Object.entries(sizes)) {
        await page.setViewportSize(viewport);
        await page.goto(path);
        await ready(page);
        for (const colorScheme of themes) {
          await page.emulateMedia({ colorScheme });
          await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
          await settled(page);
          const { violations } = await new AxeBuilder({ page })
            .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
            .analyze();
          const found = violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ html }) => html) }));
          expect.soft(found, `${name}, ${size}, ${colorScheme}`).toEqual([]);
        }
      }
    }
  });
}

test('a member is found, changed and booked for without a mouse', async ({ as }) => {
  const page = await as('desk');
  await page.goto('/members');
  await filledTable(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab'); // Add member
  await page.keyboard.press('Tab');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('member@gym.example');
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.keyboard.press('ArrowDown');
  const link = page.getByRole('link', { name: /^Mia/ });
  await expect(link).toBeFocused();
  await page.keyboard.press('Enter');

  await expect(page.getByRole('heading', { level: 1, name: /^Mia/ })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Book appointment' })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('searchbox')).toHaveValue('member@gym.example');
});

test('what was typed survives a lost connection, and the banner tells the truth', async ({ as }) => {
  const page = await as('desk');
  await page.goto('/members/new');
  const form = page.getByRole('dialog');
  await form.getByLabel('First name').fill('Offline');
  await form.getByLabel('Last name').fill('Winter');
  await form.getByLabel('Email').fill(`offline${Date.now()}@example.com`);
  await page.context().setOffline(true);
  await form.getByRole('button', { name: 'Add member' }).click();
  await expect(form.getByRole('alert')).toContainText('Not saved');
  await expect(form.getByLabel('First name')).toHaveValue('Offline');
  await page.context().setOffline(false);
  await form.getByRole('button', { name: 'Add member' }).click();
  await expect(page.getByText('Offline Winter is now a member.')).toBeVisible();
});

test('the page keeps to its content security policy', async ({ as }) => {
  const page = await as('manager');
  const refused: string[] = [];
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) refused.push(message.text());
  });
  await page.goto('/members/1/profile');
  await page.getByRole('button', { name: 'Delete member' }).click();
  await expect(page.getByRole('dialog', { name: /^Delete / })).toBeVisible();
  await page.goto('/appointments/new');
  await expect(page.getByRole('dialog').getByLabel('Member')).toBeFocused();
  await page.getByRole('dialog').getByRole('button', { name: 'Date' }).click();
  await expect(page.getByRole('button', { name: 'Next month' })).toBeVisible();
  expect(refused).toEqual([]);
});
