import { expect, test as base, type Browser, type Page } from '@playwright/test';

/** The demo centre's logins. */
export const roles = ['owner', 'manager', 'trainer', 'desk', 'member'] as const;
export type Role = (typeof roles)[number];
const password = 'demo-gym-2026';

export const sizes = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1440, height: 900 },
} as const;
export const themes = ['light', 'dark'] as const;

/** Signs in over the API, as the form does, so that each test begins at its own screen. */
export async function signIn(page: Page, role: Role): Promise<void> {
  const accounts = '/_allauth/browser/v1';
  await page.request.get(`${accounts}/config`);
  const { cookies } = await page.request.storageState();
  const token = cookies.find(({ name }) => name === 'csrftoken')?.value ?? '';
  const answer = await page.request.post(`${accounts}/auth/login`, {
    data: { email: `${role}@gym.example`, password },
    headers: { 'X-CSRFToken': token, Referer: answerOrigin(page) },
  });
  expect(answer.status(), await answer.text()).toBe(200);
}

function answerOrigin(page: Page): string {
  return (page.context() as unknown as { _options: { baseURL: string } })._options.baseURL;
}

interface People {
  /** Opens a browser of its own, signed in. */
  as: (role: Role) => Promise<Page>;
}

export const test = base.extend<People>({
  as: async ({ browser, contextOptions }, provide) => {
    const opened: Awaited<ReturnType<Browser['newContext']>>[] = [];
    await provide(async (role) => {
      const context = await browser.newContext(contextOptions);
      opened.push(context);
      const page = await context.newPage();
      await signIn(page, role);
      return page;
    });
    for (const context of opened) await context.close();
  },
});

export { expect };
