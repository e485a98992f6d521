import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { desk } from '../../testing/samples';
import { openAt } from '../../testing/screen';
import { address, answer, cursorPage, page, refusal, server } from '../../testing/server';
import { returnPath } from './returnPath';

const login = address('/_allauth/browser/v1/auth/login');
const signup = address('/_allauth/browser/v1/auth/signup');
let isIn: boolean;

beforeEach(() => {
  isIn = false;
  server.use(
    http.get(address('/api/me/'), () => (isIn ? answer(desk) : refusal(401, 'not_authenticated'))),
    http.get(address('/api/customers/'), () => answer(cursorPage([]))),
    http.get(address('/api/customers/count/'), () => answer({ count: 0, more: false })),
    http.get(address('/api/reminders/'), () => answer(page([]))),
  );
});

describe('signing in', () => {
  it('goes on to where one wanted to be', async () => {
    server.use(
      http.post(login, async ({ request }) => {
        expect(await request.json()).toEqual({ email: 'desk@gym.example', password: 'right' });
        isIn = true;
        return HttpResponse.json({ status: 200 });
      }),
    );
    const { user, router } = await openAt('/reminders');
    await user.type(await screen.findByRole('textbox', { name: 'Email' }), 'desk@gym.example');
    await user.type(screen.getByLabelText('Password'), 'right{Enter}');
    expect(await screen.findByRole('heading', { name: 'Reminders' })).toBeVisible();
    expect(router.state.location.pathname).toBe('/reminders');
  });

  it('says that email and password do not match, at a field', async () => {
    server.use(
      http.post(login, () =>
        refusal(400, 'validation_failed', { password: [{ code: 'email_password_mismatch', message: 'no' }] }),
      ),
    );
    const { user } = await openAt('/login');
    await user.type(await screen.findByRole('textbox', { name: 'Email' }), 'desk@gym.example');
    await user.type(screen.getByLabelText('Password'), 'wrong{Enter}');
    await waitFor(() =>
      expect(screen.getByLabelText('Password')).toHaveAccessibleDescription(
        'Email and password don’t match.',
      ),
    );
  });

  it('asks for the second step, and goes on to where one wanted to be', async () => {
    server.use(
      http.post(login, () => refusal(401, 'second_factor_pending')),
      http.post(address('/_allauth/browser/v1/auth/2fa/authenticate'), async ({ request }) => {
        const { code } = (await request.json()) as { code: string };
        if (code !== '123456')
          return refusal(400, 'validation_failed', { code: [{ code: 'incorrect_code', message: 'no' }] });
        isIn = true;
        return HttpResponse.json({ status: 200 });
      }),
    );
    const { user, router } = await openAt('/reminders');
    await user.type(await screen.findByRole('textbox', { name: 'Email' }), 'desk@gym.example');
    await user.type(screen.getByLabelText('Password'), 'right{Enter}');
    const code = await screen.findByRole('textbox', { name: 'Code' });
    await user.type(code, '000000{Enter}');
    await waitFor(() => expect(code).toHaveAccessibleDescription(/This code isn’t right/));
    await user.clear(code);
    await user.type(code, '123456{Enter}');
    expect(await screen.findByRole('heading', { name: 'Reminders' })).toBeVisible();
    expect(router.state.location.pathname).toBe('/reminders');
  });

  it('says when one must wait', async () => {
    server.use(http.post(login, () => refusal(429, 'throttled')));
    const { user } = await openAt('/login');
    await user.type(await screen.findByRole('textbox', { name: 'Email' }), 'desk@gym.example');
    await user.type(screen.getByLabelText('Password'), 'wrong{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('Too many attempts');
  });

  it.each([
    ['/members?search=mia', '/members?search=mia'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
  ])('returns from %s to %s', (next, path) => {
    expect(returnPath(new URLSearchParams({ next }))).toBe(path);
  });
});

describe('registering', () => {
  it('goes to the step that is missing when the server wants the address confirmed', async () => {
    server.use(http.post(signup, () => refusal(401, 'email_unverified')));
    const { user } = await openAt('/register');
    await user.type(await screen.findByRole('textbox', { name: 'First name' }), 'Ada');
    await user.type(screen.getByRole('textbox', { name: 'Last name' }), 'Winter');
    await user.type(screen.getByRole('textbox', { name: 'Email' }), 'ada@example.com');
    await user.type(screen.getByLabelText('Password'), 'long enough{Enter}');
    expect(await screen.findByText(/We’ve mailed you a code/)).toBeVisible();
  });
});
