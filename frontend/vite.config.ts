import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const backend = process.env.GYM_BACKEND_URL ?? 'http://127.0.0.1:8000';

export default defineConfig({
  base: '/static/',
  plugins: [react()],
  build: {
    // The page's content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every page needs comes as two files and not as seventy; a change of ours leaves the libraries' as it is.
          groups: [
            { name: 'libraries', tags: ['$initial'], test: /node_modules/, priority: 2 },
            { name: 'start', tags: ['$initial'], test: /src\/(?!main)/, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    proxy: { '^/(api|_allauth|admin|dev)/': backend, '/ws/': { target: backend, ws: true } },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
    // A form filled in by hand takes some seconds where two other suites run beside it.
    testTimeout: 20_000,
    unstubGlobals: true,
  },
});
