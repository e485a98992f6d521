import type { Page } from '@playwright/test';

/** A photograph of the given kind, made by the browser: a bright square on dark. */
export async function photograph(page: Page, type: string): Promise<Buffer> {
  const address = await page.evaluate((kind) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [900, 600];
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.fillStyle = '#123';
    context.fillRect(0, 0, 900, 600);
    context.fillStyle = '#fc6';
    context.fillRect(350, 200, 200, 200);
    return canvas.toDataURL(kind);
  }, type);
  return Buffer.from(address.split(',')[1] ?? '', 'base64');
}
