import { randomUUID } from 'node:crypto';
import { expectNoBarrier } from './barriers';
import { expect, sizes, test } from './people';
import { photograph } from './photograph';

test('a post with pictures from a phone is seen on another screen at once', async ({ as }) => {
  const [member, trainer] = await Promise.all([as('member'), as('trainer')]);
  await member.setViewportSize(sizes.phone);
  await Promise.all([member.goto('/feed'), trainer.goto('/feed')]);
  await expect(trainer.getByRole('article', { name: /post$/ }).first()).toBeVisible();

  const text = `Look ${randomUUID()}`;
  await member.getByRole('textbox', { name: 'Write something' }).fill(text);
  const png = { mimeType: 'image/png', buffer: await photograph(member, 'image/png') };
  await member.locator('input[type=file]').setInputFiles([
    { name: 'one.png', ...png },
    { name: 'two.png', ...png },
    { name: 'three.png', mimeType: 'image/png', buffer: Buffer.from('<script>alert(1)</script>') },
  ]);
  await expect(member.getByRole('alert')).toContainText('three.png: This file can’t be read');
  await member.getByRole('textbox', { name: 'What picture 1 of 2 shows' }).fill('A bright square');
  await member.getByRole('button', { name: 'Move picture 1 of 2 back' }).press('Enter');
  await expectNoBarrier(member, 'a post with pictures, phone', 'main');
  await member.getByRole('button', { name: 'Post', exact: true }).click();

  await trainer.getByRole('button', { name: /new post/ }).click();
  const post = trainer.getByRole('article').filter({ hasText: text });
  const pictures = post.getByRole('img');
  await expect(pictures).toHaveCount(2);
  await expect(pictures.nth(1)).toHaveAccessibleName('A bright square');
  await expect
    .poll(() => pictures.nth(1).evaluate((shown: HTMLImageElement) => shown.naturalWidth))
    .toBe(320);
  await pictures.nth(0).click();
  await trainer.keyboard.press('ArrowRight');
  await expect(trainer.getByRole('dialog').getByRole('img', { name: 'A bright square' })).toBeVisible();
  await expectNoBarrier(trainer, 'a picture shown whole', '[role=dialog]');
});
