import { expectNoBarrier } from './barriers';
import { expect, newMember, sizes, test } from './people';
import { photograph } from './photograph';

test('a picture is cropped on a phone, by keyboard, and arrives on the desk’s screen', async ({ as }) => {
  test.setTimeout(60_000);
  const [member, desk] = await Promise.all([as('member'), as('desk')]);
  await member.setViewportSize(sizes.phone);
  await desk.goto('/members?search=member@gym.example');
  const row = desk.getByRole('row', { name: /Mia/ });
  await expect(row).toBeVisible({ timeout: 15_000 });
  const before = await row.locator('img').first().getAttribute('src');

  await member.goto('/me');
  await member.getByRole('button', { name: /^Change the picture/ }).click();
  const dialog = member.getByRole('dialog', { name: /^Picture of Mia/ });
  await expectNoBarrier(member, 'the choice of a picture, phone', '[role=dialog]');
  const file = dialog.locator('input[type=file]').or(member.locator('input[type=file]')).first();
  await file.setInputFiles({
    name: 'me.png',
    mimeType: 'image/png',
    buffer: Buffer.from('<script>alert(1)</script>'),
  });
  await expect(dialog.getByRole('alert')).toContainText('can’t be read as a picture');
  await file.setInputFiles({
    name: 'me.png',
    mimeType: 'image/png',
    buffer: await photograph(member, 'image/png'),
  });

  await expect(dialog.getByRole('slider', { name: 'Zoom' })).toBeVisible();
  await expect(dialog.getByRole('group', { name: /Move it with the arrow keys/ })).toBeVisible();
  await expectNoBarrier(member, 'the crop, phone', '[role=dialog]');
  await dialog.getByRole('slider', { name: 'Zoom' }).focus();
  for (let press = 0; press < 8; press += 1) await member.keyboard.press('ArrowRight');
  await dialog.getByRole('slider', { name: 'Left or right' }).focus();
  await member.keyboard.press('ArrowLeft');
  await dialog.getByRole('button', { name: 'Use this picture' }).click();
  await expect(member.getByText('The picture is saved.')).toBeVisible({ timeout: 20_000 });
  await expect(dialog).toBeHidden();

  const image = row.locator('img').first();
  await expect(image).not.toHaveAttribute('src', before ?? '');
  // It is there to be seen, square, and encoded anew.
  await expect.poll(() => image.evaluate((shown: HTMLImageElement) => shown.naturalWidth)).toBe(96);
  const link = (await image.getAttribute('src')) ?? '';
  const answer = await desk.request.get(link);
  expect(answer.headers()['content-type']).toBe('image/webp');
  expect(answer.headers()['cache-control']).toContain('private');
  expect(new URL(link).searchParams.get('X-Amz-Expires')).toBe('900');
});

test('a picture that the desk gives a member arrives on a trainer’s phone', async ({ as }) => {
  const desk = await as('desk');
  const { id, first_name, last_name } = await newMember(desk);
  const phone = await as('trainer');
  await phone.setViewportSize(sizes.phone);
  await phone.goto(`/members?search=${last_name}`);
  const row = phone.getByRole('row', { name: new RegExp(last_name) });
  await expect(row).toBeVisible();
  await desk.goto(`/members/${id}`);
  await desk.getByRole('button', { name: /^Change the picture/ }).click();
  const dialog = desk.getByRole('dialog', { name: `Picture of ${first_name} ${last_name}` });
  await desk
    .locator('input[type=file]')
    .first()
    .setInputFiles({
      name: 'member.png',
      mimeType: 'image/png',
      buffer: await photograph(desk, 'image/png'),
    });
  await expect(dialog.getByRole('slider', { name: 'Zoom' })).toBeVisible();
  await expectNoBarrier(desk, 'the crop, desktop', '[role=dialog]');
  await dialog.getByRole('button', { name: 'Use this picture' }).click();
  await expect(desk.getByText('The picture is saved.')).toBeVisible({ timeout: 20_000 });
  const image = row.locator('img').first();
  await expect.poll(() => image.evaluate((shown: HTMLImageElement) => shown.naturalWidth)).toBe(96);
});
