import { randomUUID } from 'node:crypto';
import { mailed } from './mail';
import { expect, test as base, type APIResponse, type BrowserContext, type Page } from '@playwright/test';

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

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;
/** Signing in costs a password's hash: it is done once for each role that a worker's tests need. */
const sessions = new Map<Role, Cookies>();

async function send(page: Page, path: string, data: object): Promise<APIResponse> {
  const token = (await page.context().cookies()).find(({ name }) => name === 'csrftoken')?.value ?? '';
  return page.request.post(path, { data, headers: { 'X-CSRFToken': token } });
}

/** Writes over the API as the person signed in on the page, for what a test only needs to be there. */
export async function post(page: Page, path: string, data: object): Promise<APIResponse> {
  const answer = await send(page, path, data);
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer;
}

export interface NewMember {
  id: number;
  member_number: number;
  first_name: string;
  last_name: string;
  email: string;
}

/** A member whom no other test knows, made by the person on the page. */
export async function newMember(page: Page, over: object = {}): Promise<NewMember> {
  const name = `T${randomUUID().slice(0, 8)}`;
  const answer = await post(page, '/api/customers/', {
    first_name: 'Nora',
    last_name: name,
    email: `${name.toLowerCase()}@example.com`,
    ...over,
  });
  return (await answer.json()) as NewMember;
}

/** Somebody who accepts the owner's invitation to work here, in the browser given. */
export async function hired(page: Page, owner: Page, role: string): Promise<{ email: string; name: string }> {
  const name = `T${randomUUID().slice(0, 8)}`;
  const email = `${name.toLowerCase()}@example.com`;
  // The session of a role is older than five minutes by and by.
  await post(owner, '/_allauth/browser/v1/auth/reauthenticate', { password });
  await post(owner, '/api/invitations/', { kind: 'staff', email, roles: [role], language: 'en' });
  await page.goto(await mailed(email, /(\/invitation\/\S+)/));
  await page.getByLabel('Display name').fill(name);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Accept and go in' }).click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  return { email, name };
}

/** Answers the server's question who is at the screen, by the password. */
export async function showIdentity(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Is it you?' });
  await dialog.getByRole('textbox', { name: 'Password' }).fill(password);
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect(dialog).toBeHidden();
}

/** Over the API, with the second step where the role asks for it. */
export async function signIn(page: Page, email: string): Promise<void> {
  await page.request.get('/_allauth/browser/v1/config');
  const answer = await send(page, '/_allauth/browser/v1/auth/login', { email, password });
  if (answer.ok()) return;
  expect(await answer.json()).toMatchObject({ code: 'second_factor_pending' });
  await post(page, '/_allauth/browser/v1/auth/2fa/authenticate', { code: demoCode });
}

interface People {
  /** Opens a browser of its own for somebody, signed in. */
  as: (role: Role | 'nobody') => Promise<Page>;
}

export const test = base.extend<People>({
  as: async ({ browser, contextOptions }, provide) => {
    const contexts: BrowserContext[] = [];
    await provide(async (role) => {
      const context = await browser.newContext(contextOptions);
      contexts.push(context);
      const page = await context.newPage();
      if (role === 'nobody') return page;
      const known = sessions.get(role);
      if (known) await context.addCookies(known);
      else {
        await signIn(page, `${role}@gym.example`);
        sessions.set(role, await context.cookies());
      }
      return page;
    });
    for (const context of contexts) await context.close();
  },
});

export { expect };
