import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** Beside each text of the build what the server gives out in its place: a phone fetches a quarter of the bytes. */
const folder = join(import.meta.dirname, '../dist/assets');

for (const name of readdirSync(folder)) {
  if (!/\.(js|css)$/.test(name)) continue;
  const text = readFileSync(join(folder, name));
  writeFileSync(join(folder, `${name}.br`), brotliCompressSync(text));
  writeFileSync(join(folder, `${name}.gz`), gzipSync(text, { level: 9 }));
}
