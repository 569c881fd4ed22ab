import { resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import { browserStart, DESK } from '../support/app-browser.mjs';

const projectRoot = resolve(import.meta.dirname, '../..');
const port = Number(process.env['WEFT_PREVIEW_PORT'] ?? 4179);
const address = `http://127.0.0.1:${port}`;

/** Browser tests run on the built output: `npm run build` first, or let `npm test` do both. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: resolve(projectRoot, 'test-results/browser'),
  // One story waits while the other one draws.
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  // Map and terrain are drawn in software, on as little as two shared cores.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  globalTimeout: 14 * 60_000,
  reporter: [['list'], ['json', { outputFile: resolve(projectRoot, 'test-results/browser.json') }]],
  use: {
    baseURL: address,
    browserName: 'chromium',
    viewport: DESK,
    // Drawn half as sharp: a quarter of the points for a processor that has to draw them.
    deviceScaleFactor: 0.5,
    locale: 'en-US',
    timezoneId: 'UTC',
    colorScheme: 'light',
    // Nothing fades or flies: less to draw, and nothing to wait for.
    contextOptions: { reducedMotion: 'reduce' },
    acceptDownloads: true,
    // Every story begins with the app as it was built; offline.spec.ts lets it be kept.
    serviceWorkers: 'block',
    screenshot: 'only-on-failure',
    // A trace takes pictures all the time, which are drawn in software too: `--trace on` for a story that fails.
    trace: 'off',
    launchOptions: browserStart,
  },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --port ${port} --strictPort`,
    cwd: projectRoot,
    url: address,
    reuseExistingServer: false,
    timeout: 60_000,
  },
});
