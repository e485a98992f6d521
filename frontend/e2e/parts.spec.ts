import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, sizes, test } from './people';

interface Chunk {
  file: string;
  src?: string;
  imports?: string[];
  css?: string[];
}

const dist = resolve(import.meta.dirname, '../dist');
/** Compressed, with what every page needs, the language and the page itself. */
const MOST_BYTES_OF_HOME = 335_000;

/** What a browser fetches for these modules: their files and the files those import. */
function filesOf(manifest: Record<string, Chunk>, modules: string[]): Set<string> {
  const seen = new Set<string>();
  const files = new Set<string>();
  const waiting = [...modules];
  for (let key = waiting.pop(); key; key = waiting.pop()) {
    const chunk = manifest[key];
    if (!chunk) throw new Error(`The build has no ${key}`);
    if (seen.has(key)) continue;
    seen.add(key);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    waiting.push(...(chunk.imports ?? []));
  }
  return files;
}

test('a member’s home fetches no page of the staff, and stays small', async ({ request }) => {
  const manifest = JSON.parse(readFileSync(`${dist}/.vite/manifest.json`, 'utf8')) as Record<string, Chunk>;
  const home = filesOf(manifest, ['index.html', 'src/i18n/en.json', 'src/app/MemberHomePage.tsx']);
  const pages = Object.values(manifest).filter(({ src }) => src && /Page\.tsx$/.test(src));
  expect(pages.length).toBeGreaterThan(10);
  const fetched = pages.filter(({ file }) => home.has(file)).map(({ src }) => src);
  expect(fetched).toEqual(['src/app/MemberHomePage.tsx']);
  const bytes = [...home].reduce((sum, file) => sum + readFileSync(`${dist}/${file}.gz`).length, 0);
  expect(bytes).toBeLessThan(MOST_BYTES_OF_HOME);
  const script = [...home].find((file) => file.endsWith('.js')) ?? '';
  const given = await request.get(`/static/${script}`, { headers: { 'Accept-Encoding': 'br' } });
  expect(given.headers()['content-encoding']).toBe('br');
  expect(given.headers()['cache-control']).toContain('immutable');
});

test('a page that doesn’t arrive says so where it would stand, and reloading gets it', async ({ as }) => {
  const page = await as('desk');
  await page.setViewportSize(sizes.phone);
  await page.goto('/members');
  await page.route(/assets\/CheckInPage-.*\.js/, (route) => route.fulfill({ status: 404 }));
  await page.getByRole('link', { name: 'Check-in' }).click();
  await expect(page.getByRole('heading', { name: 'This page didn’t arrive' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Members' })).toBeVisible();
  await page.unroute(/assets\/CheckInPage-.*\.js/);
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(page.getByRole('heading', { name: 'Check-in', level: 1 })).toBeVisible();
});

test('who chose Chinese is greeted in Chinese', async ({ page }) => {
  await page.addInitScript(() => {
    localStorage.setItem('gym.language', 'zh-hans');
  });
  await page.goto('/login');
  await expect(page.getByRole('heading', { name: '登录' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
});
