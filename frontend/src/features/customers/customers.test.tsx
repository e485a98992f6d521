import { act, screen, waitFor, within } from '@testing-library/react';
import { delay, http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { customer, desk, event, memberRow } from '../../testing/samples';
import { openAt } from '../../testing/screen';
import { address, answer, cursorPage, page, refusal, server, signedInAs } from '../../testing/server';

let sent: { method: string; body: unknown; csrf: string | null }[];

beforeEach(() => {
  sent = [];
  server.use(
    signedInAs(desk),
    http.get(address('/api/customers/'), () => answer(cursorPage([memberRow()]))),
    http.get(address('/api/customers/count/'), () => answer({ count: 1, more: false })),
    http.get(address('/api/customers/12/'), () => answer(customer())),
    http.get(address('/api/tags/'), () => answer(page([]))),
    http.get(address('/api/plans/'), () => answer(page([]))),
    http.get(address('/api/appointments/'), () => answer(page([]))),
    http.get(address('/api/reminders/'), () => answer(page([]))),
    http.get(address('/api/customers/12/consents/'), () => answer([])),
  );
});

function onWrite(respond: () => Response) {
  const write = async ({ request }: { request: Request }) => {
    const { method, headers } = request;
    sent.push({ method, body: await request.json(), csrf: headers.get('X-CSRFToken') });
    return respond();
  };
  server.use(http.post(address('/api/customers/'), write), http.patch(address('/api/customers/12/'), write));
}

describe('the form of a member', () => {
  it('complains on leaving a field and takes it back as it is put right', async () => {
    const { user } = await openAt('/members/new');
    const email = await screen.findByRole('textbox', { name: 'Email' });
    await user.type(email, 'mia@');
    expect(email).not.toHaveAccessibleDescription();
    await user.tab();
    await waitFor(() => expect(email).toHaveAccessibleDescription('This isn’t an email address yet.'));
    await user.type(email, 'example.com');
    await waitFor(() => expect(email).not.toHaveAccessibleDescription());
  });

  it('keeps what is being clicked from being moved by a complaint', async () => {
    const { user } = await openAt('/members/new');
    const email = await screen.findByRole('textbox', { name: 'Email' });
    await user.type(email, 'mia@');
    const notes = screen.getByRole('textbox', { name: /notes/i });
    await user.pointer({ keys: '[MouseLeft>]', target: notes });
    expect(notes).toHaveFocus();
    expect(email).not.toHaveAccessibleDescription();
    await user.pointer({ keys: '[/MouseLeft]' });
    await waitFor(() => expect(email).toHaveAccessibleDescription('This isn’t an email address yet.'));
  });

  it('puts the server’s refusal at its field and keeps what was typed', async () => {
    onWrite(() => refusal(400, 'validation_failed', { email: [{ code: 'unique', message: 'taken' }] }));
    const { user } = await openAt('/members/new');
    await user.type(await screen.findByRole('textbox', { name: 'First name' }), 'Ada');
    await user.type(screen.getByRole('textbox', { name: 'Last name' }), 'Winter');
    const email = screen.getByRole('textbox', { name: 'Email' });
    await user.type(email, 'mia@example.com');
    await user.click(screen.getByRole('button', { name: 'Add member' }));

    expect(await screen.findByText('A member with this email already exists.')).toBeVisible();
    expect(email).toHaveAccessibleDescription('A member with this email already exists.');
    expect(email).toHaveFocus();
    expect(screen.getByRole('textbox', { name: 'First name' })).toHaveValue('Ada');
    expect(sent[0]?.csrf).toBe('test-token');
  });

  it('says that nothing was saved when the server cannot be reached', async () => {
    onWrite(() => HttpResponse.error());
    const { user } = await openAt('/members/12/profile');
    const last = await screen.findByRole('textbox', { name: 'Last name' });
    await user.clear(last);
    await user.click(last);
    await user.paste('Sommer');
    await user.click(screen.getByRole('button', { name: 'Save changes' }));
    expect(await screen.findByText(/^Not saved: the server can’t be reached/)).toBeVisible();
    expect(last).toHaveValue('Sommer');
  });

  it('sends only what was changed, and the way back is to the list as it was', async () => {
    onWrite(() => answer(customer({ last_name: 'Sommer', version: 4 })));
    const { user, router } = await openAt('/members/12?search=mia');
    await user.click(await screen.findByRole('link', { name: 'Profile' }));
    const last = await screen.findByRole('textbox', { name: 'Last name' });
    await user.clear(last);
    await user.click(last);
    await user.paste('Sommer');
    await user.click(screen.getByRole('button', { name: 'Save changes' }));
    expect(await screen.findByRole('heading', { name: 'Mia Sommer' })).toBeVisible();
    expect(sent.map(({ method, body }) => ({ method, body }))).toEqual([
      { method: 'PATCH', body: { last_name: 'Sommer' } },
    ]);
    await user.click(screen.getByRole('link', { name: 'Members', current: false }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/members'));
    expect(router.state.location.search).toBe('?search=mia');
  });

  it('follows another’s change but for the fields typed in', async () => {
    const { user, says } = await openAt('/members/12/profile');
    const last = await screen.findByRole('textbox', { name: 'Last name' });
    await user.clear(last);
    await user.click(last);
    await user.paste('Sommer');
    const changed = customer({ last_name: 'Herbst', phone_number: '+4930901821', version: 4 });
    server.use(http.get(address('/api/customers/12/'), () => answer(changed, 41)));
    says(
      event('customer.updated', 41, {
        id: 12,
        version: 4,
        first_name: 'Mia',
        joined_on: '2026-01-31',
        last_name: 'Herbst',
      }),
    );
    const [phone] = screen.getAllByRole('textbox', { name: 'Phone' });
    await waitFor(() => expect(phone).toHaveValue('+49 30 901821'));
    expect(last).toHaveValue('Sommer');
    expect(screen.getByText(/Someone else has changed this meanwhile/)).toBeVisible();
  });

  it('shows both where two have set the same field, and saves what is chosen on what is there now', async () => {
    const theirs = customer({ last_name: 'Herbst', city: 'Kiel', version: 4 });
    const matched: (string | null)[] = [];
    server.use(
      http.patch(address('/api/customers/12/'), async ({ request }) => {
        const match = request.headers.get('If-Match');
        matched.push(match);
        sent.push({ method: 'PATCH', body: await request.json(), csrf: null });
        if (match === '"3"') {
          return HttpResponse.json(
            { code: 'conflict', message: '', fields: {}, current: theirs },
            { status: 409 },
          );
        }
        return answer({ ...theirs, last_name: 'Sommer', preferred_name: 'Mimi', version: 5 });
      }),
    );
    const { user } = await openAt('/members/12/profile');
    const last = await screen.findByRole('textbox', { name: 'Last name' });
    await user.clear(last);
    await user.click(last);
    await user.paste('Sommer');
    await user.click(screen.getByRole('textbox', { name: 'Preferred name' }));
    await user.paste('Mimi');
    await user.click(screen.getByRole('button', { name: 'Save changes' }));

    const dialog = await screen.findByRole('dialog', { name: 'Someone else changed this too' });
    const choice = within(dialog).getByRole('radiogroup', { name: 'Last name' });
    expect(within(dialog).getAllByRole('radiogroup')).toEqual([choice]);
    expect(within(choice).getByRole('radio', { name: /Herbst/ })).not.toBeChecked();
    const save = within(dialog).getByRole('button', { name: 'Save my choice' });
    expect(save).toBeDisabled();
    await user.click(within(choice).getByRole('radio', { name: /Sommer/ }));
    await user.click(save);

    await waitFor(() => expect(matched).toEqual(['"3"', '"4"']));
    expect(sent[1]?.body).toEqual({ last_name: 'Sommer', preferred_name: 'Mimi' });
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(screen.getByRole('textbox', { name: 'City' })).toHaveValue('Kiel');
  });

  it('loses nothing that was typed when the choice is put off, and takes theirs where it is chosen', async () => {
    const theirs = customer({ last_name: 'Herbst', version: 4 });
    server.use(
      http.patch(address('/api/customers/12/'), () =>
        HttpResponse.json({ code: 'conflict', message: '', fields: {}, current: theirs }, { status: 409 }),
      ),
    );
    const { user } = await openAt('/members/12/profile');
    const last = await screen.findByRole('textbox', { name: 'Last name' });
    await user.clear(last);
    await user.click(last);
    await user.paste('Sommer');
    await user.click(screen.getByRole('button', { name: 'Save changes' }));
    await user.click(await screen.findByRole('button', { name: 'Back to the form' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(last).toHaveValue('Sommer');

    await user.click(screen.getByRole('button', { name: 'Save changes' }));
    await user.click(await screen.findByRole('radio', { name: /Herbst/ }));
    onWrite(() => answer(theirs));
    await user.click(screen.getByRole('button', { name: 'Save my choice' }));
    await waitFor(() => expect(last).toHaveValue('Herbst'));
  });

  it('asks for the guardian of a minor, who then needs no email', async () => {
    onWrite(() => answer(customer({ id: 13, first_name: 'Tim', email: '', guardian: 12 })));
    const { user } = await openAt('/members/new');
    await user.click(await screen.findByRole('textbox', { name: 'First name' }));
    await user.paste('Tim');
    await user.click(screen.getByRole('textbox', { name: 'Last name' }));
    await user.paste('Winter');
    expect(screen.queryByRole('combobox', { name: 'Guardian' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('textbox', { name: 'Birth date' }));
    await user.paste('20200105');
    await user.click(await screen.findByRole('combobox', { name: 'Guardian' }));
    await user.click(await screen.findByRole('option', { name: /Mia Winter/ }));
    await user.click(screen.getByRole('button', { name: 'Add member' }));
    await waitFor(() => expect(sent[0]?.body).toMatchObject({ birth_date: '2020-01-05', guardian: 12 }));
  });

  it('asks before what was typed is left', async () => {
    const { user, router } = await openAt('/members/new');
    await user.type(await screen.findByRole('textbox', { name: 'First name' }), 'Ada');
    await user.click(screen.getByRole('button', { name: 'Close' }));
    const dialog = await screen.findByRole('dialog', { name: 'Leave without saving?' });
    await user.click(within(dialog).getByRole('button', { name: 'Keep editing' }));
    expect(screen.getByRole('textbox', { name: 'First name' })).toHaveValue('Ada');
    expect(router.state.location.pathname).toBe('/members/new');
  });

  it('offers no deletion to whoever may not delete, and shows no staff notes to whoever may not see them', async () => {
    await openAt('/members/12/profile');
    expect(await screen.findByRole('textbox', { name: 'Notes' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Delete member' })).not.toBeInTheDocument();
  });

  it('asks before a deletion, names what goes, and says why it is refused', async () => {
    server.use(
      signedInAs({ ...desk, permissions: [...desk.permissions, 'core.delete_customer'] }),
      http.delete(address('/api/customers/12/'), () => refusal(409, 'in_use')),
    );
    const { user } = await openAt('/members/12/profile');
    await user.click(await screen.findByRole('button', { name: 'Delete member' }));
    const dialog = await screen.findByRole('dialog', { name: 'Delete Mia Winter?' });
    expect(within(dialog).getByText(/mia@example.com/)).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Delete for good' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      /appointments or memberships belong to it/,
    );
  });
});

describe('the list of members', () => {
  it.each([
    ['nothing yet', () => answer(cursorPage([])), '/members', 'No members yet'],
    ['no results', () => answer(cursorPage([])), '/members?search=zzz', 'Nothing found'],
    ['an error', () => refusal(500, 'server_error'), '/members', 'This couldn’t be loaded'],
    ['not allowed', () => refusal(403, 'permission_denied'), '/members', 'Not for your role'],
  ])('tells %s from the others', async (_name, respond, path, title) => {
    server.use(http.get(address('/api/customers/'), respond));
    await openAt(path);
    expect(await screen.findByRole('heading', { name: title })).toBeVisible();
  });

  it('shows its own shape while it loads', async () => {
    server.use(http.get(address('/api/customers/'), () => delay('infinite')));
    await openAt('/members');
    const table = await screen.findByRole('table', { name: 'Members' });
    expect(table).toHaveAttribute('aria-busy', 'true');
    expect(within(table).getAllByRole('columnheader')).toHaveLength(7);
  });

  it('asks once typing pauses, and keeps the question in the address', async () => {
    const asked: string[] = [];
    server.use(
      http.get(address('/api/customers/'), ({ request }) => {
        asked.push(new URL(request.url).searchParams.get('search') ?? '');
        return answer(cursorPage([memberRow()]));
      }),
    );
    const { user, router } = await openAt('/members?cursor=abc');
    await user.type(await screen.findByRole('searchbox'), 'mia');
    await waitFor(() => expect(router.state.location.search).toBe('?search=mia'));
    await waitFor(() => expect(asked).toEqual(['', 'mia']));
  });
});

describe('finding a member', () => {
  const asked: string[] = [];
  const rows = [
    memberRow(),
    memberRow({
      id: 13,
      member_number: 1013,
      first_name: 'Mio',
      last_name: 'Weber',
      status: 'lead',
      plan: null,
    }),
  ];

  beforeEach(() => {
    asked.length = 0;
    server.use(
      signedInAs({ ...desk, permissions: [...desk.permissions, 'core.view_plan'] }),
      http.get(address('/api/plans/'), () => answer(page([{ id: 3, name: 'Gold', colour: '#c99700' }]))),
      http.get(address('/api/customers/'), ({ request }) => {
        asked.push(new URL(request.url).search);
        return answer(cursorPage(rows));
      }),
    );
  });

  it('takes no mouse: / to the search, arrows through the rows and back, Enter opens the best match', async () => {
    const { user, router } = await openAt('/members');
    const second = await screen.findByRole('link', { name: 'Mio Weber' });
    await user.keyboard('/');
    const box = screen.getByRole('searchbox');
    expect(box).toHaveFocus();
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(second).toHaveFocus();
    await user.keyboard('{ArrowDown}');
    expect(second).toHaveFocus();
    await user.keyboard('{ArrowUp}{ArrowUp}');
    expect(box).toHaveFocus();
    await user.keyboard('mi{Enter}');
    await waitFor(() => expect(router.state.location.pathname).toBe('/members/12'));
    expect(asked.at(-1)).toBe('?search=mi');
  });

  it('keeps filters and order in the address, and leaves the order to a search', async () => {
    const { router } = await openAt('/members?status=lead&ordering=-ends&cursor=abc&other=x');
    await screen.findByRole('link', { name: 'Mio Weber' });
    expect(asked).toEqual(['?ordering=-ends&status=lead&cursor=abc']);
    await act(() => router.navigate('/members?status=lead&ordering=-ends&search=mi'));
    await waitFor(() => expect(asked.at(-1)).toBe('?search=mi&status=lead'));
    expect(screen.getByRole('combobox', { name: 'Order' })).toBeDisabled();
  });

  it('begins at the beginning when a filter changes', async () => {
    const { user, router } = await openAt('/members?cursor=abc');
    await user.click(await screen.findByRole('combobox', { name: 'Plan' }));
    await user.click(await screen.findByRole('option', { name: 'Gold' }));
    await waitFor(() => expect(router.state.location.search).toBe('?plan=3'));
  });

  it('says that no member matches the filters, and takes them away', async () => {
    server.use(http.get(address('/api/customers/'), () => answer(cursorPage([]))));
    const { user, router } = await openAt('/members?status=frozen&tag=2');
    expect(await screen.findByText('No member matches these filters.')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    await waitFor(() => expect(router.state.location.search).toBe(''));
  });

  it('puts a tag on those chosen, says on how many, and takes it back from these alone', async () => {
    const marked: unknown[] = [];
    server.use(
      http.get(address('/api/customers/count/'), () => answer({ count: 40, more: false })),
      http.get(address('/api/tags/'), () => answer(page([{ id: 5, name: 'VIP', colour: '#aa3377' }]))),
      http.post(address('/api/customers/mark/'), async ({ request }) => {
        marked.push(await request.json());
        return answer({ changed: [13] });
      }),
    );
    const { user } = await openAt('/members?status=lead');
    await user.click(await screen.findByRole('checkbox', { name: 'Choose Mia Winter' }));
    const bar = screen.getByRole('region', { name: 'Chosen members' });
    expect(within(bar).getByRole('status')).toHaveTextContent('1 chosen');
    await user.click(screen.getByRole('checkbox', { name: 'Choose this page' }));
    expect(within(bar).getByRole('status')).toHaveTextContent('2 chosen');
    await user.click(within(bar).getByRole('button', { name: 'Add a tag' }));
    await user.click(await screen.findByRole('menuitem', { name: 'VIP' }));
    expect(await screen.findByText('“VIP” put on 1')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() =>
      expect(marked).toEqual([
        { ids: [12, 13], tag: 5, on: true },
        { ids: [13], tag: 5, on: false },
      ]),
    );
    await user.click(within(bar).getByRole('button', { name: 'Choose all that match' }));
    expect(within(bar).getByRole('status')).toHaveTextContent('All 40 that match');
    await user.click(within(bar).getByRole('button', { name: 'Take off a tag' }));
    await user.click(await screen.findByRole('menuitem', { name: 'VIP' }));
    await waitFor(() => expect(marked.at(-1)).toEqual({ question: { status: 'lead' }, tag: 5, on: false }));
  }, 20_000);

  it('goes on by the cursors it is given', async () => {
    server.use(
      http.get(address('/api/customers/'), ({ request }) => {
        const at = new URL(request.url).searchParams.get('cursor');
        const beside = (cursor: string) => address(`/api/customers/?cursor=${cursor}`);
        return answer(
          at
            ? { next: null, previous: beside('back'), results: [rows[1]] }
            : { next: beside('on'), previous: null, results: [rows[0]] },
        );
      }),
    );
    const { user, router } = await openAt('/members');
    await user.click(await screen.findByRole('button', { name: 'Next page' }));
    expect(await screen.findByRole('link', { name: 'Mio Weber' })).toBeVisible();
    expect(router.state.location.search).toBe('?cursor=on');
    expect(screen.getByRole('button', { name: 'Next page' })).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Previous page' })).toBeEnabled();
  });
});

describe('a session that has ended', () => {
  it('leads to the sign-in and back to where one was', async () => {
    server.use(http.get(address('/api/me/'), () => refusal(401, 'not_authenticated')));
    const { router } = await openAt('/members?search=mia');
    await screen.findByRole('heading', { name: 'Sign in' });
    expect(router.state.location.search).toBe('?next=%2Fmembers%3Fsearch%3Dmia');
  });
});
