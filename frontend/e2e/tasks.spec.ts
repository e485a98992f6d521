import { randomUUID } from 'node:crypto';
import { expect, post, test } from './people';

test('a task is taken with the keyboard, dragged to done and taken back, and everybody concerned sees it', async ({
  as,
}) => {
  const [manager, trainer] = [await as('manager'), await as('trainer')];
  const title = `Oil the treadmill ${randomUUID().slice(0, 8)}`;
  await manager.goto('/tasks?whose=trainer');
  await trainer.goto('/tasks?as=board');
  const column = (name: string) => trainer.getByRole('region', { name });
  await expect(column('Cancelled').getByRole('heading')).toBeVisible();

  await post(manager, '/api/tasks/', { title, role: 'trainer' });
  const card = column('Open').getByRole('link', { name: title });
  await expect(card).toBeVisible();
  const row = manager.getByRole('row').filter({ hasText: title });
  await expect(row).toContainText('Open');

  await trainer.getByRole('button', { name: `Move with the keyboard: ${title}` }).focus();
  await trainer.keyboard.press('Space');
  await expect(trainer.getByRole('status').filter({ hasText: 'is over Open' })).toBeAttached();
  await trainer.keyboard.press('ArrowRight');
  await expect(trainer.getByRole('status').filter({ hasText: 'is over In progress' })).toBeAttached();
  await trainer.keyboard.press('Space');
  await expect(column('In progress').getByRole('link', { name: title })).toBeVisible();
  await expect(row).toContainText('In progress');
  await expect(row).toContainText('Jonas Weber (Trainer)');

  await column('In progress').getByText(title).hover();
  await trainer.mouse.down();
  const target = await column('Done').boundingBox();
  if (!target) throw new Error('There is no column to drop it in.');
  await trainer.mouse.move(target.x + target.width / 2, target.y + 60, { steps: 8 });
  await trainer.mouse.up();
  await expect(trainer.getByText(`Done: “${title}”`)).toBeVisible();
  await expect(row).toBeHidden();
  await trainer.getByRole('button', { name: 'Undo' }).click();
  await expect(column('In progress').getByRole('link', { name: title })).toBeVisible();
  await expect(row).toBeVisible();
});
