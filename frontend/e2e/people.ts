import { expect, test as base, type APIResponse, type Page } from '@playwright/test';

/** The demo centre's logins. */
export const roles = ['owner', 'manager', 'trainer', 'desk', 'member'] as const;
export type Role = (typeof roles)[number];
export const password = 'demo-gym-2026';
/** Stands in for the codes of authenticator apps where a demo runs (`GYM_DEMO_CODE`). */
export const demoCode = process.env.GYM_DEMO_CODE ?? '246810';

export const sizes = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1440, height: 900 },
} as const;
export const themes = ['light', 'dark'] as const;

async function send(page: Page, path: string, data: object): Promise<APIResponse> {
  const { cookies } = await page.context().storageState();
  const token = cookies.find(({ name }) => name === 'csrftoken')?.value ?? '';
  return page.request.post(path, {
    data,
    headers: { 'X-CSRFToken': token, Referer: new URL('/', page.url()).href },
  });
}

/** Writes over the API as the person signed in on the page, for what a test only needs to be there. */
export async function post(page: Page, path: string, data: object): Promise<APIResponse> {
  const answer = await send(page, path, data);
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer;
}

/** Over the API, with the second step where the role asks for it. */
export async function signIn(page: Page, role: Role): Promise<void> {
  await page.goto('/login');
  const answer = await send(page, '/_allauth/browser/v1/auth/login', {
    email: `${role}@gym.example`,
    password,
  });
  if (answer.ok()) return;
  expect(await answer.json()).toMatchObject({ code: 'second_factor_pending' });
  await post(page, '/_allauth/browser/v1/auth/2fa/authenticate', { code: demoCode });
}

interface People {
  /** Opens a browser of its own for somebody, signed in. */
  as: (role: Role) => Promise<Page>;
}

export const test = base.extend<People>({
  as: async ({ browser, contextOptions }, provide) => {
    const contexts: Awaited<ReturnType<typeof browser.newContext>>[] = [];
    await provide(async (role) => {
      const context = await browser.newContext(contextOptions);
      contexts.push(context);
      const page = await context.newPage();
      await signIn(page, role);
      return page;
    });
    for (const context of contexts) await context.close();
  },
});

export { expect };
