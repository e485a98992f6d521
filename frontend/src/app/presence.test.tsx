import { act, screen, waitFor } from '@testing-library/react';
import { http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { sessionEnded } from '../api/baseQuery';
import { customer, desk } from '../testing/samples';
import { openAt } from '../testing/screen';
import { address, answer, page, server, signedInAs } from '../testing/server';
import { makeStore } from './store';
import { sessionApi } from '../session/api';
import { Line } from '../testing/line';

const others = [
  { id: 4, name: 'Jonas', doing: 'editing' as const },
  { id: 5, name: 'Amara', doing: 'viewing' as const },
  { id: desk.id, name: 'Sofia', doing: 'viewing' as const },
];
const topic = 'customer:12';

beforeEach(() => {
  server.use(
    signedInAs(desk),
    http.get(address('/api/customers/12/'), () => answer(customer())),
    http.get(address('/api/tags/'), () => answer(page([]))),
    http.get(address('/api/customers/12/consents/'), () => answer([])),
    http.get(address('/api/appointments/'), () => answer(page([]))),
    http.get(address('/api/reminders/'), () => answer(page([]))),
  );
});

describe('who is here', () => {
  it('is told by each screen of what its person does, and no longer when they have left', async () => {
    const { user, line, router } = await openAt('/members/12/profile');
    const last = await screen.findByRole('textbox', { name: 'Last name' });
    expect(line.presence).toContainEqual(['staff', 'viewing']);
    expect(line.presence.filter(([name]) => name === topic)).toEqual([[topic, 'viewing']]);
    await user.type(last, 'x');
    await waitFor(() => expect(line.presence.at(-1)).toEqual([topic, 'editing']));
    await user.type(last, '{Backspace}');
    await waitFor(() => expect(line.presence.at(-1)).toEqual([topic, 'viewing']));
    await act(() => router.navigate('/reminders'));
    await waitFor(() => expect(line.presence.at(-1)).toEqual([topic, null]));
  }, 20_000); // the largest form there is

  it('names those who edit, else those who look, and never oneself', async () => {
    const { line } = await openAt('/members/12');
    await screen.findByRole('heading', { name: 'Mia Winter' });
    const says = (people: typeof others | object[], more = 0) =>
      act(() => line.end.onPresence({ type: 'presence', topic, people: people as typeof others, more }));
    says(others);
    expect(await screen.findByText('Being edited right now by Jonas')).toBeVisible();
    says(others.slice(1), 2);
    expect(await screen.findByText('Also here: Amara')).toBeVisible();
    says(others.slice(2));
    expect(screen.queryByText(/Also here/)).not.toBeInTheDocument();

    act(() => line.end.onPresence({ type: 'presence', topic: 'staff', people: others, more: 0 }));
    expect(await screen.findByRole('img', { name: 'Amara' })).toBeInTheDocument();
    expect(screen.queryByRole('img', { name: 'Sofia' })).not.toBeInTheDocument();
    says(others);
    act(() => line.end.onLost(500));
    expect(screen.queryByText(/Being edited/)).not.toBeInTheDocument();
    expect(screen.queryByRole('img', { name: 'Amara' })).not.toBeInTheDocument();
  });

  it('is nobody’s business but the staff’s', async () => {
    server.use(signedInAs({ ...desk, is_staff: false, permissions: [], customer: 12 }));
    const { line } = await openAt('/me');
    await screen.findByRole('heading', { name: 'Me' });
    expect(line.presence).toEqual([]);
  });
});

describe('tabs of one browser', () => {
  it('end their session together, and say so once', async () => {
    const said: unknown[] = [];
    const ports: { onmessage: ((message: MessageEvent) => void) | null }[] = [];
    const open = async () => {
      const port: (typeof ports)[number] & { postMessage: (data: unknown) => void } = {
        onmessage: null,
        postMessage: (data) => {
          said.push(data);
          for (const other of ports) if (other !== port) other.onmessage?.({ data } as MessageEvent);
        },
      };
      ports.push(port);
      const store = makeStore(new Line().open, port);
      await store.dispatch(sessionApi.endpoints.getMe.initiate());
      return store;
    };
    const [one, other] = [await open(), await open()];
    one.dispatch(sessionEnded());
    for (const store of [one, other]) {
      expect(store.getState().session).toEqual({ status: 'signedOut', me: null });
      await waitFor(() => expect(store.getState().api.queries).toEqual({}));
    }
    expect(said).toEqual(['ended']);
  });
});

describe('the banner', () => {
  it('says what waits and never that all is well before it is sent', async () => {
    const { store, line } = await openAt('/members/12');
    await screen.findByRole('heading', { name: 'Mia Winter' });
    act(() => {
      store.dispatch({ type: 'outgoing/queueChanged', payload: 2 });
      line.end.onLost(500);
    });
    expect(await screen.findByText(/Not sent yet: 2/)).toBeVisible();
    act(() => line.end.onCaughtUp());
    expect(screen.getByText(/Not sent yet: 2/)).toBeVisible();
    expect(screen.queryByText(/Everything is up to date/)).not.toBeInTheDocument();
    act(() => void store.dispatch({ type: 'outgoing/queueChanged', payload: 0 }));
    expect(await screen.findByText(/Everything is up to date/)).toBeVisible();
    expect(screen.queryByText(/Not sent yet/)).not.toBeInTheDocument();
  });
});
