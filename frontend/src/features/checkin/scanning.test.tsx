import { screen } from '@testing-library/react';
import { http } from 'msw';
import { afterEach, expect, it } from 'vitest';
import { desk } from '../../testing/samples';
import { openAt } from '../../testing/screen';
import { address, answer, page, server, signedInAs } from '../../testing/server';

afterEach(() => {
  Reflect.deleteProperty(navigator, 'mediaDevices');
});

async function openCamera(getUserMedia: (() => Promise<MediaStream>) | null) {
  Object.defineProperty(navigator, 'mediaDevices', {
    value: getUserMedia && { getUserMedia },
    configurable: true,
  });
  server.use(
    signedInAs(desk),
    http.get(address('/api/check-ins/'), () => answer(page([]))),
  );
  const opened = await openAt('/check-in');
  await opened.user.click(await screen.findByRole('button', { name: 'Scan with the camera' }));
  return opened;
}

it.each([
  ['refused', () => Promise.reject(new DOMException('', 'NotAllowedError')), /may not use the camera/],
  ['not there', () => Promise.reject(new DOMException('', 'NotFoundError')), /offers the page no camera/],
  ['taken', () => Promise.reject(new DOMException('', 'NotReadableError')), /another app may be using it/],
  ['unknown to the browser', null, /offers the page no camera/],
])('a camera that is %s is said to be so, and typing goes on', async (_what, getUserMedia, words) => {
  const { user } = await openCamera(getUserMedia);
  expect(await screen.findByRole('alert')).toHaveTextContent(words);
  await user.click(screen.getByRole('button', { name: 'Close the camera' }));
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  expect(screen.getByRole('textbox', { name: 'Name, member number or code' })).toBeVisible();
});
