import { act, fireEvent, renderHook, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import type { ReactNode } from 'react';
import { Provider } from 'react-redux';
import { expect, test, vi } from 'vitest';
import type { Picture } from '../../api/shapes';
// eslint-disable-next-line no-restricted-imports -- the whole store, as `openAt` makes it
import { makeStore } from '../../app/store';
import { eventReceived } from '../../realtime/event';
import { Line } from '../../testing/line';
import { customer, desk, event } from '../../testing/samples';
import { openAt } from '../../testing/screen';
import { address, answer, page, refusal, server, signedInAs } from '../../testing/server';
import { useUpload } from '../../uploads/useUpload';
import { addressOf } from './api';

const ID = '0b6f7e9c-0000-4000-8000-000000000001';
const BUCKET = address('/media'); // elsewhere, the browser of the tests would ask first

function picture(id = ID, signed = '29990101T000000Z'): Picture {
  const query = `X-Amz-Date=${signed}&X-Amz-Expires=900`;
  return { id, small: `${BUCKET}/${id}-96.webp?${query}`, large: `${BUCKET}/${id}-320.webp?${query}` };
}

/** The list of members, whose answer the test may change. */
async function openList(shown: { picture: Picture | null }) {
  const asked = vi.fn();
  server.use(
    signedInAs(desk),
    http.get(address('/api/customers/'), () => {
      asked();
      return answer(page([customer(shown)]));
    }),
    http.get(address('/api/customers/count/'), () => answer({ count: 1 })),
  );
  const opened = await openAt('/members');
  await screen.findByRole('link', { name: 'Mia Winter' });
  return { ...opened, asked, row: screen.getByRole('row', { name: /Mia Winter/ }) };
}

/** What else the page of oneself asks for. */
const choices = http.get(address('/api/notifications/choices/'), () => answer([]));

const image = (row: HTMLElement) => row.querySelector('img');
const initials = (row: HTMLElement) => row.querySelector('[data-initials=MW]:not(:has(img))');

test('initials stand where no picture is, and the picture as soon as the line tells of it', async () => {
  const shown = { picture: null as Picture | null };
  const { row, says, asked } = await openList(shown);
  expect(image(row)).toBeNull();
  expect(initials(row)).toBeInTheDocument();

  shown.picture = picture();
  says(event('customer.picture_changed', 2, { id: 12, picture: ID }));
  await waitFor(() => expect(image(row)).toHaveAttribute('src', shown.picture?.small));
  const before = asked.mock.calls.length;
  says(event('customer.picture_changed', 3, { id: 12, picture: ID }));
  says(event('customer.picture_changed', 4, { id: 99, picture: ID }));
  expect(asked).toHaveBeenCalledTimes(before);

  shown.picture = null;
  says(event('customer.picture_changed', 5, { id: 12, picture: null }));
  await waitFor(() => expect(image(row)).toBeNull());
});

test('a newer link to the same picture is not loaded again; an expired one is asked for anew', async () => {
  const shown = { picture: picture(ID, '20200101T000000Z') as Picture | null };
  const { row, says, asked } = await openList(shown);
  const expired = image(row)?.getAttribute('src');
  shown.picture = picture();
  says(
    event('customer.updated', 2, {
      id: 12,
      version: 9,
      first_name: 'Mia',
      joined_on: '2026-01-31',
      last_name: 'Winter',
    }),
  );
  await waitFor(() => expect(asked).toHaveBeenCalledTimes(2));
  expect(image(row)).toHaveAttribute('src', expired);

  const photo = image(row);
  if (photo) fireEvent.error(photo);
  await waitFor(() => expect(image(row)).toHaveAttribute('src', shown.picture?.small));
  const broken = image(row);
  if (broken) fireEvent.error(broken);
  await waitFor(() => expect(initials(row)).toBeInTheDocument());
});

test('an expired link that nothing newer is known of makes the list ask', async () => {
  const shown = { picture: picture(ID, '20200101T000000Z') as Picture | null };
  const { row } = await openList(shown);
  shown.picture = picture();
  const photo = image(row);
  if (photo) fireEvent.error(photo);
  await waitFor(() => expect(image(row)).toHaveAttribute('src', shown.picture?.small));
});

/** The dialog of one's own picture, with a browser that reads and crops whatever it is given. */
async function openOwn() {
  vi.stubGlobal('createImageBitmap', () =>
    Promise.resolve({ width: 800, height: 600, close: () => undefined }),
  );
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({
    fillRect: () => undefined,
    drawImage: () => undefined,
  } as unknown as CanvasRenderingContext2D);
  vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation((give) => {
    give(new Blob(['cropped'], { type: 'image/jpeg' }));
  });
  URL.createObjectURL = () => 'blob:picture';
  URL.revokeObjectURL = () => undefined;
  server.use(signedInAs(desk), choices);
  const opened = await openAt('/me');
  await opened.user.click(await screen.findByRole('button', { name: 'Change the picture of Sofia' }));
  const dialog = await screen.findByRole('dialog', { name: 'Picture of Sofia' });
  const choose = async () => {
    const input = document.querySelector<HTMLInputElement>('input[type=file]');
    if (input) await opened.user.upload(input, new File(['x'], 'me.jpg', { type: 'image/jpeg' }));
  };
  return { ...opened, dialog: within(dialog), choose };
}

test('what the browser can’t read is refused before anything is sent', async () => {
  const { dialog, choose } = await openOwn();
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('no picture')));
  await choose();
  expect(await dialog.findByRole('alert')).toHaveTextContent('can’t be read as a picture');
});

test('HEIC is named where the browser can’t read it', async () => {
  const { dialog, user } = await openOwn();
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('no picture')));
  const input = document.querySelector<HTMLInputElement>('input[type=file]');
  if (!input) throw new Error('nothing to choose a file with');
  const start = new Uint8Array([0, 0, 0, 24, ...new TextEncoder().encode('ftypheic')]);
  await user.upload(input, new File([start], 'IMG_1.jpg', { type: 'image/jpeg' }));
  expect(await dialog.findByRole('alert')).toHaveTextContent('can’t read HEIC');
});

test('the crop can be moved without dragging', async () => {
  const { dialog, choose } = await openOwn();
  await choose();
  expect(await dialog.findByRole('slider', { name: 'Zoom' })).toBeInTheDocument();
  expect(dialog.getByRole('slider', { name: 'Left or right' })).toBeInTheDocument();
  expect(dialog.getByRole('slider', { name: 'Up or down' })).toBeInTheDocument();
  expect(dialog.getByRole('button', { name: 'Turn' })).toBeInTheDocument();
});

test('the camera that is refused says how to go on', async () => {
  const getUserMedia = () => Promise.reject(new Error('NotAllowedError'));
  Object.defineProperty(navigator, 'mediaDevices', { value: { getUserMedia }, configurable: true });
  const { dialog, user } = await openOwn();
  await user.click(dialog.getByRole('button', { name: 'Take a picture' }));
  expect(await dialog.findByRole('alert')).toHaveTextContent('choose a file instead');
  await user.click(dialog.getByRole('button', { name: 'Back' }));
  expect(dialog.getByRole('button', { name: 'Choose a file' })).toBeInTheDocument();
  Object.defineProperty(navigator, 'mediaDevices', { value: undefined, configurable: true });
});

test('a picture can be taken away', async () => {
  const removed = vi.fn();
  server.use(
    signedInAs({ ...desk, picture: picture() }),
    choices,
    http.delete(address('/api/me/picture/'), () => {
      removed();
      return new HttpResponse(null, { status: 204 });
    }),
  );
  const { user } = await openAt('/me');
  await user.click(await screen.findByRole('button', { name: 'Change the picture of Sofia' }));
  await user.click(screen.getByRole('button', { name: 'Remove the picture' }));
  expect(await screen.findByText('The picture is removed.')).toBeInTheDocument();
  expect(removed).toHaveBeenCalledOnce();
});

/** A picture's way, from the form to the outcome, as a screen follows it. */
function upload() {
  const line = new Line();
  const store = makeStore(line.open);
  const wrapper = ({ children }: { children: ReactNode }) => <Provider store={store}>{children}</Provider>;
  const { result } = renderHook(() => useUpload(addressOf({ customer: 12 })), { wrapper });
  const send = () => act(() => result.current.upload(new Blob(['cropped'], { type: 'image/jpeg' })));
  const settled = (state: 'ready' | 'refused', reason = '') =>
    act(() => {
      store.dispatch(eventReceived(event('picture.settled', 2, { id: ID, state, reason })));
    });
  return { send, settled, stage: () => result.current.stage };
}

const form = {
  id: ID,
  url: BUCKET,
  fields: { key: `uploads/${ID}`, policy: 'signed' },
  max_bytes: 10_000_000,
};

test('the file goes to the bucket behind the fields of the form, and the line says when it is shown', async () => {
  let sent = '';
  server.use(
    http.post(address('/api/customers/12/picture/'), () => HttpResponse.json(form, { status: 201 })),
    http.post(BUCKET, async ({ request }) => {
      sent = await request.text();
      return new HttpResponse(null, { status: 204 });
    }),
    http.get(address(`/api/pictures/${ID}/`), () => answer({ id: ID, state: 'waiting', reason: '' })),
  );
  const { send, settled, stage } = upload();
  await send();
  expect(stage()).toEqual({ name: 'checking' });
  const names = [...sent.matchAll(/; name="(\w+)"/g)].map(([, name]) => name);
  expect(names).toEqual(['key', 'policy', 'file']);
  await waitFor(() => {
    settled('ready');
    expect(stage()).toEqual({ name: 'shown' });
  });
});

test('an outcome that was there before the screen asked is seen, too', async () => {
  server.use(
    http.post(address('/api/customers/12/picture/'), () => HttpResponse.json(form, { status: 201 })),
    http.post(BUCKET, () => new HttpResponse(null, { status: 204 })),
    http.get(address(`/api/pictures/${ID}/`), () =>
      answer({ id: ID, state: 'refused', reason: 'something_behind' }),
    ),
  );
  const { send, stage } = upload();
  await send();
  await waitFor(() => expect(stage()).toEqual({ name: 'refused', reason: 'something_behind' }));
});

test('what the server or the bucket does not take has failed and can be sent again', async () => {
  server.use(http.post(address('/api/customers/12/picture/'), () => refusal(409, 'too_many_uploads')));
  const { send, stage } = upload();
  await send();
  expect(stage()).toEqual({
    name: 'failed',
    message: 'Too many pictures are on their way. Wait a moment and try again.',
  });
  server.use(
    http.post(address('/api/customers/12/picture/'), () => HttpResponse.json(form, { status: 201 })),
    http.post(BUCKET, () => new HttpResponse(null, { status: 403 })),
  );
  await send();
  expect(stage()).toEqual({ name: 'failed', message: null });
});
