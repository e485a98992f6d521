import { act, render, screen, waitFor } from '@testing-library/react';
import { http } from 'msw';
import { Provider } from 'react-redux';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Me } from '../api/shapes';
import { customersApi } from '../features/customers/api';
import { useTopic } from '../realtime/topics';
import { readSession } from '../session/api';
import { alone, Line } from '../testing/line';
import { customer, desk, event } from '../testing/samples';
import { address, answer, refusal, server } from '../testing/server';
import { makeStore } from './store';

let me: Me;
let asked: number;
let line: Line;

beforeEach(() => {
  me = desk;
  asked = 0;
  line = new Line();
  server.use(
    http.get(address('/api/me/'), () => {
      asked += 1;
      return answer(me, 40);
    }),
    http.get(address('/api/customers/12/'), () =>
      me === desk ? answer(customer(), 41) : refusal(403, 'permission_denied'),
    ),
  );
});

function Post({ id }: { id: number }) {
  return <p>{useTopic(`post:${id}`)}</p>;
}

async function open() {
  const store = makeStore(line.open, alone());
  const show = (...ids: number[]) => (
    <Provider store={store}>
      {ids.map((id, at) => (
        <Post key={at} id={id} />
      ))}
    </Provider>
  );
  const { rerender } = render(show(5, 5));
  await act(() => store.dispatch(readSession()));
  return { store, shows: (...ids: number[]) => rerender(show(...ids)) };
}

const said = (status: string) => screen.queryAllByText(status).length;

describe('a topic that a screen shows', () => {
  it('is asked for once by any number of components, and left when the last is gone', async () => {
    const { shows } = await open();
    expect([...line.topics]).toEqual([['post:5', 'e1.40']]);
    expect(said('joining')).toBe(2);
    act(() => line.end.onSubscribed('post:5', 'e1.40'));
    expect(said('joined')).toBe(2);
    shows(5);
    expect([...line.topics.keys()]).toEqual(['post:5']);
    act(() => line.end.onHead('e1.60'));
    shows();
    expect([...line.topics]).toEqual([]);
    // From where it was left; of what nobody has shown yet, from the first thing that was read.
    shows(5, 6);
    expect(Object.fromEntries(line.topics)).toEqual({ 'post:5': 'e1.60', 'post:6': 'e1.40' });
    expect(said('joining')).toBe(2);
  });

  it('is shown as refused when it may not be seen, and joined when it may again', async () => {
    await open();
    act(() => line.end.onRefused('post:5', 'presence'));
    expect(said('joining')).toBe(2);
    act(() => line.end.onRefused('post:5', 'topic'));
    expect(said('refused')).toBe(2);
    line.topics.clear();
    act(() => line.end.onAccessChanged());
    await waitFor(() => expect(line.topics.get('post:5')).toBe('e1.40'));
    act(() => line.end.onSubscribed('post:5', 'e1.40'));
    expect(said('joined')).toBe(2);
  });
});

describe('when what a person may see changes', () => {
  const changed = () => event('user.access_changed', 42, { id: desk.id });
  const held = (store: Awaited<ReturnType<typeof open>>['store']) =>
    customersApi.endpoints.getCustomer.select(12)(store.getState());

  it('what is no longer theirs is forgotten', async () => {
    const { store } = await open();
    await store.dispatch(customersApi.endpoints.getCustomer.initiate(12));
    expect(held(store).data?.notes).toBe('');
    me = { ...desk, permissions: ['core.view_tag'] };
    act(() => line.says(changed()));
    await waitFor(() => expect(store.getState().session.me?.permissions).toEqual(['core.view_tag']));
    await waitFor(() => expect(held(store).data).toBeUndefined());
    expect(asked).toBe(2);
  });

  it('who they are is asked once, and for a role of their own alone', async () => {
    const { store } = await open();
    await store.dispatch(customersApi.endpoints.getCustomer.initiate(12));
    act(() => line.says(event('role.changed', 42, { id: 4, name: 'trainer' })));
    me = { ...desk, is_staff: false };
    act(() => line.says(event('role.changed', 43, { id: 3, name: 'front_desk' })));
    await waitFor(() => expect(held(store).data).toBeUndefined());
    expect(asked).toBe(2);
  });

  it('what else they may see now is read', async () => {
    const { store } = await open();
    await store.dispatch(customersApi.endpoints.getCustomer.initiate(12));
    const before = held(store).fulfilledTimeStamp;
    act(() => line.end.onAccessChanged());
    await waitFor(() => expect(held(store).fulfilledTimeStamp).not.toBe(before));
    expect(held(store).data).toEqual(customer());
  });
});
