import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const backend = process.env.GYM_BACKEND_URL ?? 'http://127.0.0.1:8000';

export default defineConfig({
  base: '/static/',
  plugins: [react()],
  // The page's content security policy allows no data: addresses.
  build: { assetsInlineLimit: 0 },
  server: {
    proxy: { '^/(api|_allauth|admin|dev)/': backend, '/ws/': { target: backend, ws: true } },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
    unstubGlobals: true,
  },
});
