import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { desk } from '../testing/samples';
import { openAt } from '../testing/screen';
import { address, answer, cursorPage, page, refusal, server, signedInAs } from '../testing/server';

const owner = { ...desk, roles: ['owner'], permissions: ['core.view_user', 'core.change_user'] };
const jonas = {
  id: 5,
  display_name: 'Jonas',
  roles: ['trainer'],
  picture: null,
  email: 'jonas@gym.example',
  is_active: true,
  last_login: null,
  has_second_factor: false,
  version: 2,
};
let isShown: boolean;
let asked: unknown[];

beforeEach(() => {
  isShown = false;
  asked = [];
  server.use(
    signedInAs(owner),
    http.get(address('/api/staff/'), () => answer(page([jonas]))),
    http.get(address('/api/roles/'), () =>
      answer(
        page(
          ['owner', 'manager', 'trainer', 'front_desk'].map((name, id) => ({
            id,
            name,
            permissions: [],
            people: 1,
            is_fixed: false,
            needs_second_factor: false,
            may_give: true,
          })),
        ),
      ),
    ),
    http.get(address('/api/invitations/'), () => answer(page([]))),
    http.get(address('/_allauth/browser/v1/account/authenticators'), () =>
      HttpResponse.json({ data: [{ type: 'totp', created_at: 1, last_used_at: null }] }),
    ),
    http.patch(address('/api/staff/5/'), async ({ request }) => {
      asked.push(await request.json());
      return isShown
        ? answer({ ...jonas, roles: ['trainer', 'manager'] })
        : refusal(401, 'reauthentication_required');
    }),
    http.post(address('/_allauth/browser/v1/auth/reauthenticate'), async ({ request }) => {
      const { password } = (await request.json()) as { password: string };
      if (password !== 'right')
        return refusal(400, 'validation_failed', {
          password: [{ code: 'incorrect_password', message: 'no' }],
        });
      isShown = true;
      return HttpResponse.json({ status: 200 });
    }),
    http.post(address('/_allauth/browser/v1/auth/2fa/reauthenticate'), () => {
      isShown = true;
      return HttpResponse.json({ status: 200 });
    }),
  );
});

/** Makes Jonas a manager, and is asked who it is. */
async function giveRole() {
  const opened = await openAt('/settings/staff');
  const { user } = opened;
  await user.click(await screen.findByRole('button', { name: 'Jonas' }));
  const drawer = await screen.findByRole('dialog', { name: 'Jonas' });
  await user.click(await within(drawer).findByRole('checkbox', { name: /Manager/ }));
  await user.click(within(drawer).getByRole('button', { name: 'Save changes' }));
  const dialog = await screen.findByRole('dialog', { name: 'Is it you?' });
  return { ...opened, drawer, dialog };
}

describe('a change that the server does only for who has just shown who they are', () => {
  it('goes on with what was asked once the password is right', async () => {
    const { user, dialog } = await giveRole();
    await user.type(within(dialog).getByLabelText('Password'), 'wrong{Enter}');
    await waitFor(() =>
      expect(within(dialog).getByLabelText('Password')).toHaveAccessibleDescription(
        'This isn’t your password.',
      ),
    );
    expect(asked).toHaveLength(1);
    await user.clear(within(dialog).getByLabelText('Password'));
    await user.type(within(dialog).getByLabelText('Password'), 'right{Enter}');
    expect(await screen.findByText('Jonas’s roles are saved.')).toBeVisible();
    expect(asked).toEqual([
      { give: ['manager'], take: [] },
      { give: ['manager'], take: [] },
    ]);
  }, 20_000);

  it('takes a code of the app as well', async () => {
    const { user, dialog } = await giveRole();
    await user.click(await within(dialog).findByRole('button', { name: 'Use a code from your app instead' }));
    await user.type(within(dialog).getByLabelText('Code'), '123456{Enter}');
    expect(await screen.findByText('Jonas’s roles are saved.')).toBeVisible();
  }, 20_000);

  it('keeps the form as it was when the person leaves it, and nobody is signed out', async () => {
    const { user, drawer } = await giveRole();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Is it you?' })).not.toBeInTheDocument());
    expect(await within(drawer).findByRole('alert')).toHaveTextContent('Show first that it is you.');
    expect(within(drawer).getByRole('checkbox', { name: /Manager/ })).toBeChecked();
    expect(asked).toHaveLength(1);
  }, 20_000);
});

describe('where the dialog that asks doesn’t arrive', () => {
  it('what waits is refused and stays in its form', async () => {
    vi.resetModules();
    vi.doMock('../features/account/Reauthentication', () => {
      throw new Error('offline');
    });
    const { user } = await openAt('/settings/staff');
    await user.click(await screen.findByRole('button', { name: 'Jonas' }));
    const drawer = await screen.findByRole('dialog', { name: 'Jonas' });
    await user.click(await within(drawer).findByRole('checkbox', { name: /Manager/ }));
    await user.click(within(drawer).getByRole('button', { name: 'Save changes' }));
    expect(await screen.findByText(/the server can’t be reached/)).toBeInTheDocument();
    expect(await within(drawer).findByRole('alert')).toHaveTextContent('Show first that it is you.');
    expect(within(drawer).getByRole('checkbox', { name: /Manager/ })).toBeChecked();
    vi.doUnmock('../features/account/Reauthentication');
  });
});

describe('what one may do has changed', () => {
  const changed = {
    id: '0',
    type: 'user.access_changed',
    source: 'gymcrm',
    subject: `user/${desk.id}`,
    time: '2026-11-24T09:00:00Z',
    dataversion: 1,
    seq: 9,
    actor: 1,
    data: { id: desk.id },
  } as const;
  const members = () => {
    server.use(
      signedInAs(desk),
      http.get(address('/api/customers/'), () => answer(cursorPage([]))),
      http.get(address('/api/customers/count/'), () => answer({ count: 0, more: false })),
      http.get(address('/api/tags/'), () => answer(page([]))),
      http.get(address('/api/plans/'), () => answer(page([]))),
    );
    return openAt('/members');
  };

  it('takes the screens away from who has lost their role', async () => {
    const { says } = await members();
    expect(await screen.findByRole('heading', { name: 'No members yet' })).toBeVisible();
    server.use(
      http.get(address('/api/me/'), () =>
        answer({ ...desk, roles: [], permissions: [], is_staff: false }, 9),
      ),
      http.get(address('/api/customers/'), () => refusal(403, 'permission_denied')),
    );
    says(changed);
    expect(await screen.findByText('Not for your role')).toBeVisible();
    expect(screen.queryByRole('link', { name: 'Check-in' })).not.toBeInTheDocument();
  });

  it('offers what a role may do now', async () => {
    const { says } = await members();
    expect(await screen.findByRole('link', { name: 'Check-in' })).toBeVisible();
    expect(screen.queryByRole('link', { name: 'Settings' })).not.toBeInTheDocument();
    const more = { ...desk, permissions: [...desk.permissions, 'core.change_plan'] };
    server.use(http.get(address('/api/me/'), () => answer(more, 9)));
    says({ ...changed, type: 'role.changed', subject: 'role/4', data: { id: 4, name: 'trainer' } });
    says({ ...changed, type: 'role.changed', subject: 'role/3', data: { id: 3, name: 'front_desk' } });
    expect(await screen.findByRole('link', { name: 'Settings' })).toBeVisible();
  });
});
