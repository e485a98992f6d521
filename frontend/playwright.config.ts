import { defineConfig } from '@playwright/test';
import { launchOptions } from './e2e/browser';

/** Where the system runs: a stack of its own names itself so (`python -m gymcrm.stack with npm run e2e`). */
const baseURL = process.env.GYM_E2E_URL ?? process.env.GYM_PUBLIC_URL ?? 'http://localhost:8000';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  reporter: [['list']],
  use: {
    baseURL,
    launchOptions: await launchOptions(),
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    // A trace costs every test a third of its time: `npm run e2e -- --trace retain-on-failure` where one is needed.
    screenshot: 'only-on-failure',
    viewport: { width: 1440, height: 900 },
  },
  projects: [
    { name: 'checks', testIgnore: 'screenshots.spec.ts' },
    { name: 'screenshots', testMatch: 'screenshots.spec.ts' },
  ],
});
