import type { Page } from '@playwright/test';
import { expectNoBarrier } from './barriers';
import { expect, newMember, sizes, test, type Role } from './people';

interface Screen {
  name: string;
  /** As whom it is looked at. */
  role: Role | null;
  path: string;
  /** Says that it has arrived. */
  ready: (page: Page) => Promise<void>;
  /** What is to be opened on it. */
  open?: (page: Page) => Promise<void>;
  /** All that is judged, where what lies below has a row of its own. */
  within?: string;
  only?: keyof typeof sizes;
}

const screens: Screen[] = [
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
  {
    name: 'somebody of the staff',
    role: 'owner',
    path: '/settings/staff',
    ...opening('Sofia Almeida', pointAtTheRed),
  },
  { name: 'an invitation', role: 'manager', path: '/settings/staff', ...opening('Invite to the team') },
  { name: 'plans', role: 'manager', path: '/settings/plans', ready: list('Plans') },
  { name: 'a new plan', role: 'manager', path: '/settings/plans', ...opening('Add a plan') },
  { name: 'a plan', role: 'manager', path: '/settings/plans', ...opening('Change Monthly') },
  { name: 'services', role: 'manager', path: '/settings/services', ready: filledTable },
  {
    name: 'a new service',
    role: 'manager',
    path: '/settings/services/new',
    ready: form('Service'),
    within: '[role=dialog]',
  },
  { name: 'a room', role: 'manager', path: '/settings/rooms', ...opening('Studio 1') },
  { name: 'closures', role: 'manager', path: '/settings/closures', ready: filledTable },
  {
    name: 'a closure and what it cancels',
    role: 'manager',
    path: '/settings/closures',
    ready: filledTable,
    open: async (page) => {
      await page.getByRole('button', { name: 'Add a closure' }).click();
      await page.getByRole('textbox', { name: 'Name' }).fill('Repairs');
      await page.getByRole('button', { name: 'See what it cancels' }).click();
      await expect(page.getByRole('button', { name: 'Close the centre' })).toBeVisible();
    },
    within: '[role=dialog]',
  },
  { name: 'working hours', role: 'manager', path: '/settings/hours', ready: filledTable },
  {
    name: 'somebody’s hours',
    role: 'trainer',
    path: '/settings/hours',
    ready: filledTable,
    open: async (page) => {
      await page.getByRole('link', { name: 'Jonas Weber' }).click();
      await form('Working hours of Jonas Weber')(page);
    },
    within: '[role=dialog]',
  },
  {
    name: 'time off',
    role: 'manager',
    path: '/settings/hours',
    ready: filledTable,
    open: async (page) => {
      await page.getByRole('link', { name: 'Jonas Weber' }).click();
      await page.getByRole('button', { name: 'Enter time off' }).click();
      await page.getByRole('switch', { name: 'Whole days' }).click();
    },
    within: '.mantine-Modal-content',
    only: 'phone',
  },
  { name: 'import and export', role: 'manager', path: '/settings/transfer', ready: heading('Twice here?') },
  { name: 'roles', role: 'owner', path: '/settings/roles', ready: heading('Classes and appointments') },
  {
    name: 'one’s own security',
    role: 'manager',
    path: '/me/security',
    ready: heading('Where you’re signed in'),
  },
  { name: 'the day', role: 'manager', path: '/today', ready: heading('Classes') },
  { name: 'its cards', role: 'manager', path: '/today', ...opening('Arrange'), only: 'phone' },
  { name: 'the day of a trainer', role: 'trainer', path: '/today', ready: heading('Tasks due') },
  { name: 'tasks', role: 'manager', path: '/tasks', ready: filledTable },
  { name: 'tasks on a board', role: 'manager', path: '/tasks?as=board', ready: heading('In progress') },
  { name: 'a new task', role: 'manager', path: '/tasks/new', ready: form('Task') },
  {
    name: 'a task',
    role: 'manager',
    path: '/tasks',
    ready: filledTable,
    open: async (page) => {
      await page.getByRole('link', { name: 'Check the first-aid box' }).click();
      await dialog(page);
    },
    within: '[role=dialog]',
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
  {
    name: 'a member’s memberships',
    role: 'manager',
    path: '/members/1/memberships',
    ready: list('Memberships'),
  },
  { name: 'a member’s reminders', role: 'manager', path: '/members/1/reminders', ready: arrived },
  { name: 'a member’s history', role: 'manager', path: '/members/1/history', ready: arrived },
  {
    name: 'a member’s record',
    role: 'manager',
    path: '/members/1/record',
    ready: heading('Data of this person'),
  },
  {
    name: 'an erasure',
    role: 'manager',
    path: '/members/1/record',
    ...opening('Erase …', async (page) => {
      await expect(page.getByRole('textbox', { name: /^Type the member number/ })).toBeVisible();
    }),
  },
  {
    name: 'a sale',
    role: 'desk',
    path: '/members/1/memberships',
    ...opening('Sell a membership', openPlans),
  },
  { name: 'a renewal', role: 'desk', path: '/members/1/memberships', ...opening('Renew: Yearly') },
  { name: 'a freeze', role: 'desk', path: '/members/1/memberships', ...opening('Freeze: Yearly') },
  {
    name: 'a change of plan',
    role: 'desk',
    path: '/members/1/memberships',
    ...opening('Change plan: Yearly'),
  },
  {
    name: 'a cancellation',
    role: 'desk',
    path: '/members/1/memberships',
    ...opening('Cancel membership: Yearly'),
  },
  { name: 'a payment', role: 'desk', path: '/members/1/memberships', ...opening('Record payment: Yearly') },
  { name: 'check-in', role: 'desk', path: '/check-in', ready: heading('Arrivals today'), open: findMia },
  {
    name: 'a camera that isn’t there',
    role: 'desk',
    path: '/check-in',
    ready: heading('Arrivals today'),
    open: openCamera,
  },
  {
    name: 'a list of choices',
    role: 'desk',
    path: '/members',
    ready: filledTable,
    open: async (page) => {
      await page.getByRole('combobox', { name: 'Tag', exact: true }).first().click();
      await expect(page.getByRole('option').first()).toBeVisible();
    },
    only: 'desktop',
  },
  {
    name: 'a task about many members',
    role: 'desk',
    path: '/members',
    ready: filledTable,
    open: openGiving,
    within: '[role=dialog]',
  },
  { name: 'saved views', role: 'desk', path: '/members', ready: filledTable, open: openViews },
  { name: 'saved views of tasks', role: 'desk', path: '/tasks', ready: filledTable, open: openViews },
  { name: 'payments', role: 'desk', path: '/members/1/memberships', ready: arrived, open: openPayments },
  { name: 'a member’s appointments', role: 'desk', path: '/members/1/appointments', ready: filledTable },
  { name: 'appointments', role: 'desk', path: '/appointments', ready: filledTable },
  { name: 'a new appointment', role: 'desk', path: '/appointments/new', ready: dialog },
  { name: 'the schedule', role: 'desk', path: '/schedule', ready: aClass },
  {
    name: 'the schedule with one-to-ones',
    role: 'desk',
    path: '/schedule?with=one-to-ones',
    ready: aClass,
    only: 'desktop',
  },
  {
    name: 'a class and its change',
    role: 'manager',
    path: '/schedule?view=agenda',
    ready: aClass,
    open: async (page) => {
      await openClass(page);
      await page.getByRole('button', { name: 'Change this class' }).click();
      await form('Change this class')(page);
    },
    within: '[role=dialog]',
  },
  {
    name: 'a class to be cancelled',
    role: 'manager',
    path: '/schedule?view=agenda',
    ready: aClass,
    open: async (page) => {
      await openClass(page);
      await page.getByRole('button', { name: 'Cancel this class' }).click();
      await expect(page.getByRole('textbox', { name: 'Reason' })).toBeVisible();
    },
    within: '.mantine-Modal-content',
    only: 'phone',
  },
  {
    name: 'a series and its change',
    role: 'manager',
    path: '/schedule?view=agenda',
    ready: aClass,
    open: async (page) => {
      await openClass(page);
      await page.getByRole('button', { name: 'Change this class' }).click();
      await page.getByText('This and following').click();
      await form('Change the series')(page);
    },
    within: '[role=dialog]',
  },
  {
    name: 'a series to be ended',
    role: 'manager',
    path: '/schedule?view=agenda',
    ready: aClass,
    open: async (page) => {
      await openClass(page);
      await page.getByRole('button', { name: 'End this series' }).click();
      await expect(page.getByText(/Cancelled, with|taken back/).first()).toBeVisible();
    },
    within: '.mantine-Modal-content',
    only: 'phone',
  },
  {
    name: 'a new class, week after week',
    role: 'manager',
    path: '/schedule/new',
    ready: form('New class'),
    open: async (page) => {
      await page.getByRole('dialog').getByText('Every week').click();
      await expect(page.getByRole('group', { name: 'On these days' })).toBeVisible();
    },
    within: '[role=dialog]',
  },
  { name: 'reminders', role: 'trainer', path: '/reminders?period=coming', ready: filledTable },
  { name: 'a member’s home', role: 'member', path: '/', ready: heading('Your next appointments') },
  { name: 'the schedule for members', role: 'member', path: '/schedule', ready: aClass },
  { name: 'the feed', role: 'member', path: '/feed', ready: aPost, open: openComments },
  { name: 'the feed of who moderates', role: 'owner', path: '/feed', ready: aPost, open: openDeeds },
  { name: 'what was reported', role: 'owner', path: '/feed/reports', ready: aPost },
  {
    name: 'a class for members',
    role: 'member',
    path: '/schedule',
    ready: aClass,
    open: openClass,
    within: '[role=dialog]',
    only: 'phone',
  },
  { name: 'a member’s own page', role: 'member', path: '/me', ready: heading('Contact details') },
  { name: 'notifications', role: 'member', path: '/notifications', ready: list('Notifications') },
  {
    name: 'the newest of them',
    role: 'member',
    path: '/me',
    ready: arrived,
    open: openBell,
    within: '[role=dialog]',
    only: 'desktop',
  },
  { name: 'no such page', role: 'member', path: '/nowhere', ready: heading('Page not found') },
];

function heading(name: string) {
  return (page: Page) => expect(page.getByRole('heading', { name })).toBeVisible();
}

function list(name: string) {
  return (page: Page) => expect(page.getByRole('list', { name })).toBeVisible();
}

/** A dialog behind a button, by itself; `then`: what is done in it. */
function opening(
  button: string | RegExp,
  then?: (page: Page) => Promise<void>,
): Pick<Screen, 'ready' | 'open' | 'within'> {
  return {
    ready: arrived,
    open: async (page) => {
      await page.getByRole('button', { name: button }).first().click();
      await dialog(page);
      await arrived(page);
      await then?.(page);
    },
    within: '[role=dialog]',
  };
}

/** A list that hangs from a field is a part of the dialog that the field is in, and whole. */
async function openPlans(page: Page) {
  await page.getByRole('dialog').getByRole('combobox', { name: 'Plan' }).click();
  await expect(page.getByRole('dialog').getByRole('listbox', { name: 'Plan' })).toBeInViewport({ ratio: 1 });
}

async function openDeeds(page: Page) {
  await page
    .getByRole('button', { name: /^What to do with what/ })
    .first()
    .click();
  await expect(page.getByRole('menuitem', { name: 'Hide from everybody' })).toBeInViewport({ ratio: 1 });
}

async function pointAtTheRed(page: Page) {
  await page.getByRole('button', { name: 'Take access away' }).hover();
}

/** Nothing is still to come. */
async function arrived(page: Page) {
  await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
}

async function openBell(page: Page) {
  await page.getByRole('button', { name: 'Notifications' }).click();
  await expect(page.getByRole('dialog').getByRole('list', { name: 'Notifications' })).toBeVisible();
}

async function findMia(page: Page) {
  await page.getByRole('main').getByRole('textbox').first().fill('Mia');
  await expect(page.getByRole('list', { name: 'Members found' }).getByText(/Mia/).first()).toBeVisible();
}

async function openCamera(page: Page) {
  await page.getByRole('button', { name: 'Scan with the camera' }).click();
  await expect(page.getByRole('alert')).toContainText('No camera');
}

async function openViews(page: Page) {
  await page.getByRole('button', { name: 'Views' }).click();
  await expect(page.getByRole('menuitem', { name: 'Save this view…' })).toBeVisible();
}

async function openGiving(page: Page) {
  // On a phone there is no box for the page.
  await page.getByRole('row').nth(1).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Give a task' }).click();
  await form('Give a task')(page);
}

async function openPayments(page: Page) {
  await page.getByRole('button', { name: 'Payments: Yearly' }).first().click();
  await expect(page.getByText(/· (Card|Cash)/).first()).toBeVisible();
}

async function aPost(page: Page) {
  await expect(page.getByRole('article').first()).toBeVisible();
}

async function openComments(page: Page) {
  await page
    .getByRole('button', { name: /^[1-9]\d* comment/ })
    .first()
    .click();
  await expect(page.getByRole('list', { name: /^Comments on/ })).toBeVisible();
  await page.getByRole('button', { name: 'Reply' }).first().click();
  await page.getByRole('textbox', { name: 'Write something' }).fill('Hello');
}

async function filledTable(page: Page) {
  await expect(page.getByRole('table')).toHaveAttribute('aria-busy', 'false');
}

const classLink = 'main a[href^="/schedule/"]:not([href^="/schedule/new"])';

async function aClass(page: Page) {
  await expect(page.locator(classLink).first()).toBeVisible();
}

/** The last of its days, which hasn't begun. */
async function openClass(page: Page) {
  await page.locator(classLink).last().click();
  await expect(
    page
      .getByRole('dialog')
      .getByText(/booked|Seats left|Full/)
      .first(),
  ).toBeVisible();
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
}

function form(name: string) {
  return (page: Page) => expect(page.getByRole('form', { name })).toBeVisible();
}

async function dialog(page: Page) {
  await expect(page.getByRole('dialog').getByRole('button').nth(1)).toBeVisible();
}

/** So many in a test that it is quick, and that what is slow is shared among the workers. */
const AT_ONCE = 10;

for (const role of new Set(screens.map((screen) => screen.role))) {
  const theirs = screens.filter((screen) => screen.role === role);
  for (let from = 0; from < theirs.length; from += AT_ONCE) {
    const part = theirs.length > AT_ONCE ? ` (from ${theirs[from]?.name})` : '';
    test(`${role ?? 'nobody'} meets no barrier that axe knows, at any size, in any theme${part}`, async ({
      as,
      page: anybody,
    }) => {
      test.setTimeout(180_000);
      const page = role ? await as(role) : anybody;
      for (const { name, path, ready, open, within, only } of theirs.slice(from, from + AT_ONCE)) {
        await page.setViewportSize(sizes[only ?? 'phone']);
        await page.goto(path);
        await ready(page);
        await open?.(page);
        for (const [size, viewport] of Object.entries(sizes)) {
          if (only && only !== size) continue;
          await page.setViewportSize(viewport);
          await expectNoBarrier(page, `${name}, ${size}`, within);
        }
      }
    });
  }
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

test('a membership is sold and its member let in without a mouse', async ({ as }) => {
  const page = await as('desk');
  const { id, last_name: name } = await newMember(page);
  await page.goto(`/members/${id}/memberships`);
  const sell = page.getByRole('button', { name: 'Sell a membership' });
  await expect(sell).toBeVisible();
  await expectNoBarrier(page, 'a member without a picture');
  await sell.focus();
  await page.keyboard.press('Enter');
  const plan = page
    .getByRole('dialog', { name: 'Sell a membership' })
    .getByRole('combobox', { name: 'Plan' });
  await expect(plan).toBeFocused();
  await page.keyboard.type('10 vis');
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(plan).toHaveValue('10 visits');
  const confirm = page.getByRole('dialog').getByRole('button', { name: 'Sell a membership' });
  await expect(confirm).toBeEnabled();
  while (!(await confirm.evaluate((button) => button === document.activeElement)))
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('The membership is sold.')).toBeVisible();
  await expect(sell).toBeFocused();
  const pay = page.getByRole('button', { name: 'Record payment: 10 visits' });
  await pay.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Record payment' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(pay).toBeFocused();

  await page.goto('/check-in');
  await expect(page.getByRole('main').getByRole('textbox').first()).toBeFocused();
  await page.keyboard.type(name);
  await expect(page.getByRole('list', { name: 'Members found' }).getByText(name)).toBeVisible();
  await page.keyboard.press('Enter');
  const verdict = page.getByRole('region', { name: new RegExp(name) });
  await expect(verdict).toContainText('9 visits left');
  // On from the field to what can be done about it.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(verdict.getByRole('button', { name: 'Undo' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(verdict).toContainText('Taken back');
});

test('what was typed survives Escape and a lost connection, and the banner tells the truth', async ({
  as,
}) => {
  const page = await as('desk');
  await page.goto('/members/new');
  const form = page.getByRole('dialog');
  await form.getByLabel('First name').fill('Offline');
  await form.getByLabel('Last name').fill('Winter');
  await form.getByLabel('Email').fill(`offline${Date.now()}@example.com`);
  // Escape closes what lies on top, and asks before it takes what was typed.
  await page.keyboard.press('Escape');
  const asking = page.getByRole('dialog', { name: 'Leave without saving?' });
  await expect(asking.getByRole('button', { name: 'Keep editing' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(asking).toBeHidden();
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
  await expect(page.getByRole('dialog').getByRole('combobox', { name: 'Member' })).toBeFocused();
  await page.getByRole('dialog').getByRole('button', { name: 'Date' }).click();
  await expect(page.getByRole('button', { name: 'Next month' })).toBeVisible();
  expect(refused).toEqual([]);
});
