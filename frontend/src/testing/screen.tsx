import { MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { Notifications } from '@mantine/notifications';
import { act, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Provider } from 'react-redux';
import { createMemoryRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { routes } from '../app/router';
import { makeStore } from '../app/store';
import { readSession } from '../session/api';
import { alone, Line } from './line';

/** The whole client at an address, over the network that the test describes. */
export async function openAt(path: string) {
  const line = new Line();
  const store = makeStore(line.open, alone());
  const router = createMemoryRouter(routes, { initialEntries: [path] });
  const user = userEvent.setup();
  render(
    <MantineProvider env="test">
      <Notifications />
      <DatesProvider settings={{ locale: 'en' }}>
        <Provider store={store}>
          <RouterProvider router={router} />
        </Provider>
      </DatesProvider>
    </MantineProvider>,
  );
  await act(async () => {
    await store.dispatch(readSession());
  });
  const says = (...events: Parameters<Line['says']>) => act(() => line.says(...events));
  return { store, router, user, line, says };
}
