import type { Page } from '@playwright/test';
import { expectNoBarrier } from './barriers';
import { expect, hired, showIdentity, sizes, test } from './people';

/** A device that keeps passkeys and knows its owner by their face, as the browser's own. */
async function withPasskeys(page: Page): Promise<void> {
  const device = await page.context().newCDPSession(page);
  await device.send('WebAuthn.enable');
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

test('a new owner sets up a passkey before anything else, and signs in with it alone', async ({
  as,
  page,
}) => {
  await page.setViewportSize(sizes.phone);
  await withPasskeys(page);
  const { name } = await hired(page, await as('owner'), 'owner');

  // A password is not enough for what an owner may do: no screen, no answer, no place to go to.
  await expect(page.getByRole('status').filter({ hasText: 'Set up a second step first' })).toBeVisible();
  await page.goto('/settings/roles');
  await expect(page.getByRole('heading', { name: 'Sign-in and security' })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe('/me/security');
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Members' })).toHaveCount(0);
  const refused = await page.request.get('/api/customers/');
  expect(refused.status()).toBe(403);
  expect(await refused.json()).toMatchObject({ code: 'second_factor_required' });

  await page.getByLabel('Name of the passkey').fill('My phone');
  await page.getByRole('button', { name: 'Add passkey' }).click();
  // Who comes by a phone that somebody left lying about has no password; what was asked for waits meanwhile.
  await expect(page.getByRole('dialog', { name: 'Is it you?' })).toBeVisible();
  await expectNoBarrier(page, 'who is at the screen, phone', '[role=dialog]');
  await showIdentity(page);
  await expect(page.getByText('The passkey is added.')).toBeVisible();
  const codes = page.getByRole('list', { name: 'Recovery codes' });
  await expect(codes.getByRole('listitem')).toHaveCount(10);
  await expect(page.getByText('Set up a second step first')).toHaveCount(0);
  await page.goto('/members');
  await expect(page.getByRole('table')).toHaveAttribute('aria-busy', 'false');

  await page.goto('/me');
  await page.getByRole('button', { name: 'Sign out' }).click();
  // The server looks at the signature: one with a single bit turned lets nobody in.
  await page.route('**/auth/webauthn/login', async (route) => {
    const request = route.request();
    if (request.method() !== 'POST') return route.fallback();
    const body = request.postDataJSON() as { credential: { response: { signature: string } } };
    const signature = Buffer.from(body.credential.response.signature, 'base64url');
    const last = signature.length - 1;
    signature[last] = (signature[last] ?? 0) ^ 1;
    body.credential.response.signature = signature.toString('base64url');
    return route.fallback({ postData: JSON.stringify(body) });
  });
  const enter = page.getByRole('button', { name: 'Sign in with a passkey' });
  await enter.click();
  await expect(page.getByRole('alert')).toBeVisible();
  expect((await page.request.get('/api/me/')).status()).toBe(401);

  await page.unroute('**/auth/webauthn/login');
  await enter.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Me' })).toBeVisible();
  expect(await (await page.request.get('/api/me/')).json()).toMatchObject({
    display_name: name,
    second_factor_owed: false,
  });
});
