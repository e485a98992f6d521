import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { encodeQR } from 'qr';
import { launchOptions } from './browser';
import { expect, signIn, test } from './people';

const WIDTH = 640;
const HEIGHT = 480;

/** A film of a phone that shows a code: black on white, off the middle, on grey (YUV4MPEG2, which Chromium plays as a camera). */
function filmOf(code: string): Buffer {
  const modules = encodeQR(code, 'raw', { ecc: 'medium', border: 4 });
  const size = Math.floor((HEIGHT * 0.6) / modules.length);
  const [left, top] = [140, 90];
  const light = Buffer.alloc(WIDTH * HEIGHT, 120);
  modules.forEach((row, y) =>
    row.forEach((isDark, x) => {
      for (let line = 0; line < size; line += 1) {
        const at = (top + y * size + line) * WIDTH + left + x * size;
        light.fill(isDark ? 20 : 235, at, at + size);
      }
    }),
  );
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, Buffer.alloc((WIDTH * HEIGHT) / 2, 128)]);
  return Buffer.concat([
    Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`),
    frame,
    frame,
  ]);
}

test('a member’s phone held before the desk’s camera lets them in', async ({
  as,
  baseURL,
  contextOptions,
}) => {
  const member = await as('member');
  const { code } = (await (await member.request.get('/api/me/pass/')).json()) as { code: string };
  const folder = await mkdtemp(join(tmpdir(), 'camera-'));
  await writeFile(join(folder, 'phone.y4m'), filmOf(code));
  const options = await launchOptions();
  const browser = await chromium.launch({
    ...options,
    args: [
      ...(options.args ?? []),
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${join(folder, 'phone.y4m')}`,
    ],
  });
  try {
    const context = await browser.newContext({ ...contextOptions, baseURL: baseURL ?? '' });
    const desk = await context.newPage();
    const refused: string[] = [];
    desk.on('console', (message) => {
      if (/content security policy/i.test(message.text())) refused.push(message.text());
    });
    await signIn(desk, 'desk@gym.example');
    await desk.goto('/check-in');
    await desk.getByRole('button', { name: 'Scan with the camera' }).click();
    const answer = desk.getByRole('region', { name: /^Mia/ });
    await expect(answer).toBeVisible({ timeout: 20_000 });
    await expect(answer.getByText(/^(Come in|Already checked in)/)).toBeVisible();
    await desk.getByRole('button', { name: 'Close the camera' }).click();
    await expect(desk.getByLabel('What the camera sees')).toBeHidden();
    expect(refused).toEqual([]);
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
});
