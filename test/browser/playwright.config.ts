import { resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import { findBrowser } from '../support/find-browser.mjs';

const projectRoot = resolve(import.meta.dirname, '../..');
const port = Number(process.env['WEFT_PREVIEW_PORT'] ?? 4179);
const address = `http://127.0.0.1:${port}`;
const executablePath = findBrowser();

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
    viewport: { width: 1440, height: 900 },
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
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--use-angle=swiftshader',
        '--enable-unsafe-swiftshader',
      ],
    },
  },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --port ${port} --strictPort`,
    cwd: projectRoot,
    url: address,
    reuseExistingServer: false,
    timeout: 60_000,
  },
});
