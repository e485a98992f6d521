import { screen, waitFor, within } from '@testing-library/react';
import { http } from 'msw';
import { beforeEach, expect, it } from 'vitest';
import type { CustomerView } from '../../api/shapes';
import { desk, event } from '../../testing/samples';
import { openAt } from '../../testing/screen';
import { address, answer, cursorPage, page, refusal, server, signedInAs } from '../../testing/server';

function view(over: Partial<CustomerView>): CustomerView {
  return {
    id: 1,
    name: 'To win back',
    question: { status: 'left', ordering: '-last_visit' } as CustomerView['question'],
    shared: false,
    owner: desk.id,
    owner_name: 'Sofia',
    may_change: true,
    version: 4,
    ...over,
  };
}

let views: CustomerView[];
let sent: { method: string; path: string; body: unknown; version: string | null }[];

beforeEach(() => {
  views = [
    view({}),
    view({ id: 2, name: 'Ending soon', owner: 99, owner_name: 'Helena', shared: true, may_change: false }),
  ];
  sent = [];
  const write = async ({ request }: { request: Request }) => {
    const { pathname } = new URL(request.url);
    const text = await request.text();
    const body: unknown = text && JSON.parse(text);
    sent.push({ method: request.method, path: pathname, body, version: request.headers.get('If-Match') });
    return answer(view(body as Partial<CustomerView>));
  };
  server.use(
    signedInAs(desk),
    http.get(address('/api/customers/'), () => answer(cursorPage([]))),
    http.get(address('/api/customers/count/'), () => answer({ count: 0, more: false })),
    http.get(address('/api/tags/'), () => answer(page([]))),
    http.get(address('/api/customer-views/'), () => answer(page(views))),
    http.post(address('/api/customer-views/'), write),
    http.patch(address('/api/customer-views/1/'), write),
    http.delete(address('/api/customer-views/1/'), write),
  );
});

async function openMenu(user: Awaited<ReturnType<typeof openAt>>['user'], name = 'Views') {
  await user.click(await screen.findByRole('button', { name }));
}

it('a view that is chosen stands in the address, and its name over the list', async () => {
  const { user, router, says } = await openAt('/members?search=mia&plan=3');
  await openMenu(user);
  await user.click(await screen.findByRole('menuitem', { name: /^To win back/ }));
  await waitFor(() => expect(router.state.location.search).toBe('?ordering=-last_visit&status=left'));
  expect(await screen.findByRole('button', { name: 'View: To win back' })).toBeVisible();
  views = [view({ name: 'Former members', version: 5 })];
  says(event('customer_view.changed', 2, { id: 1, version: 5, owner: desk.id, shared: false }));
  expect(await screen.findByRole('button', { name: 'View: Former members' })).toBeVisible();
});

it('what the list shows is saved under a name and shared', async () => {
  const { user } = await openAt('/members?status=lead');
  await openMenu(user);
  await user.click(await screen.findByRole('menuitem', { name: 'Save this view…' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByRole('textbox', { name: 'Name' }), 'Leads');
  await user.click(dialog.getByRole('switch', { name: /^Share with the staff/ }));
  await user.click(dialog.getByRole('button', { name: 'Save view' }));
  expect(await screen.findByText('“Leads” is saved.')).toBeVisible();
  expect(sent.map(({ body }) => body)).toEqual([
    { name: 'Leads', shared: true, question: { status: 'lead' } },
  ]);
});

it('a view is renamed as it was seen and deleted by whoever may, and the refusal of a name stands at it', async () => {
  const { user } = await openAt('/members?status=lead');
  await openMenu(user);
  await user.click(await screen.findByRole('menuitem', { name: 'Manage views…' }));
  expect(screen.queryByRole('button', { name: 'Change “Ending soon”' })).not.toBeInTheDocument();
  await user.click(await screen.findByRole('button', { name: 'Change “To win back”' }));
  const dialog = within(screen.getByRole('dialog', { name: 'Change “To win back”' }));
  const name = dialog.getByRole('textbox', { name: 'Name' });
  await user.clear(name);
  await user.type(name, 'Leads');
  server.use(
    http.patch(
      address('/api/customer-views/1/'),
      () => refusal(400, 'validation_failed', { name: [{ code: 'unique', message: 'taken' }] }),
      { once: true },
    ),
  );
  await user.click(dialog.getByRole('button', { name: 'Save view' }));
  await waitFor(() => expect(name).toHaveAccessibleDescription('This is already in use.'));
  await user.click(dialog.getByRole('checkbox', { name: 'Replace its filters by those that are set now' }));
  await user.click(dialog.getByRole('button', { name: 'Save view' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  await user.click(await screen.findByRole('button', { name: 'Delete “To win back”' }));
  await user.click(await screen.findByRole('button', { name: 'Delete view' }));
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent).toEqual([
    {
      method: 'PATCH',
      path: '/api/customer-views/1/',
      body: { name: 'Leads', shared: false, question: { status: 'lead' } },
      version: '"4"',
    },
    { method: 'DELETE', path: '/api/customer-views/1/', body: '', version: null },
  ]);
});
