import { screen, waitFor, within } from '@testing-library/react';
import { http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { desk, memberRow } from '../../testing/samples';
import { openAt } from '../../testing/screen';
import { address, answer, cursorPage, page, refusal, server, signedInAs } from '../../testing/server';

const members = [memberRow(), memberRow({ id: 13, first_name: 'Jonas', last_name: 'Berg' })];
const colleague = { id: 4, display_name: 'Lena Kraus', roles: ['trainer'], picture: null };
let given: unknown[];

beforeEach(() => {
  given = [];
  server.use(
    signedInAs({ ...desk, permissions: [...desk.permissions, 'scheduling.add_task'] }),
    http.get(address('/api/customers/'), () => answer(cursorPage(members))),
    http.get(address('/api/customers/count/'), () => answer({ count: 40, more: false })),
    http.get(address('/api/tags/'), () => answer(page([]))),
    http.get(address('/api/plans/'), () => answer(page([]))),
    http.get(address('/api/staff/'), () => answer(page([colleague]))),
    http.post(address('/api/tasks/for-customers/'), async ({ request }) => {
      given.push(await request.json());
      return answer({ created: [1, 2] });
    }),
  );
});

async function openForm() {
  const { user } = await openAt('/members?status=ending');
  await user.click(await screen.findByRole('checkbox', { name: 'Choose this page' }));
  const bar = screen.getByRole('region', { name: 'Chosen members' });
  const open = async () => {
    await user.click(within(bar).getByRole('button', { name: 'Give a task' }));
    return within(await screen.findByRole('dialog', { name: 'Give a task' }));
  };
  return { user, bar, open };
}

describe('giving a task about many members', () => {
  it('says how many, and gives one for each to a role or to a person', async () => {
    const { user, bar, open } = await openForm();
    let form = await open();
    expect(form.getByText(/chosen: 2\./)).toBeVisible();
    await user.type(form.getByRole('textbox', { name: 'What is to be done' }), 'Call about renewing');
    await user.click(form.getByRole('combobox', { name: 'For' }));
    await user.click(await screen.findByRole('option', { name: 'Front desk' }));
    await user.click(form.getByRole('button', { name: 'Give the task' }));
    expect(
      await screen.findByText('Given to Front desk: “Call about renewing”, 2 times'),
    ).toBeInTheDocument();
    expect(given).toEqual([
      { ids: [12, 13], title: 'Call about renewing', description: '', role: 'front_desk' },
    ]);

    await user.click(within(bar).getByRole('button', { name: 'Choose all that match' }));
    form = await open();
    await user.type(form.getByRole('textbox', { name: 'What is to be done' }), 'Write');
    await user.click(form.getByRole('combobox', { name: 'For' }));
    await user.click(await screen.findByRole('option', { name: 'Lena Kraus' }));
    await user.click(form.getByRole('button', { name: 'Give the task' }));
    await waitFor(() =>
      expect(given.at(-1)).toEqual({
        question: { status: 'ending' },
        title: 'Write',
        description: '',
        assignee: 4,
      }),
    );
  });

  it('says above the form who is gone, at its field what can’t be, and keeps what was typed', async () => {
    const { user, open } = await openForm();
    const form = await open();
    const what = form.getByRole('textbox', { name: 'What is to be done' });
    const submit = form.getByRole('button', { name: 'Give the task' });
    await user.click(submit);
    expect(what).toHaveAccessibleDescription('This can’t be empty.');
    const whom = form.getByRole('combobox', { name: 'For' });
    expect(whom).toHaveAccessibleDescription('Choose one.');
    await user.type(what, 'Call');
    await user.click(whom);
    await user.click(await screen.findByRole('option', { name: 'Lena Kraus' }));
    const refuse = (fields: object) =>
      server.use(
        http.post(address('/api/tasks/for-customers/'), () => refusal(400, 'validation_failed', fields)),
      );

    refuse({ ids: [{ code: 'gone', message: '' }] });
    await user.click(submit);
    expect(await form.findByRole('alert')).toHaveTextContent(/no longer there/);
    refuse({ assignee: [{ code: 'not_staff', message: '' }] });
    await user.click(submit);
    await waitFor(() =>
      expect(whom).toHaveAccessibleDescription('They no longer work here. Choose somebody else.'),
    );
    expect(what).toHaveValue('Call');
  });

  it('isn’t offered to who may give none', async () => {
    server.use(signedInAs(desk));
    const { bar } = await openForm();
    expect(within(bar).queryByRole('button', { name: 'Give a task' })).not.toBeInTheDocument();
  });
});
