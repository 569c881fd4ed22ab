import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test as base, expect } from '@playwright/test';
import type { FileChooser, Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';

interface StoryOptions {
  /** Complaints of the page that a story provokes on purpose. */
  readonly expectedComplaints: readonly RegExp[];
  /** Runs with every test: fails it on a console error, an unhandled rejection or a request to another host. */
  readonly quietPage: undefined;
}

/** Playwright's test, which fails where the page complains or asks anything of the network. */
export const test = base.extend<StoryOptions>({
  expectedComplaints: [[], { option: true }],
  quietPage: [
    async ({ page, baseURL, expectedComplaints }, use) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`console: ${message.text()} (${message.location().url})`);
      });
      // Chromium reports unhandled rejections here too.
      page.on('pageerror', (error) => complaints.push(`uncaught: ${error.stack ?? error.message}`));
      page.on('request', (request) => {
        const url = request.url();
        if (/^(https?|wss?):/.test(url) && !(baseURL && url.startsWith(baseURL))) complaints.push(`network: ${url}`);
      });
      // Who listens from the start has the browser hand every file dialog to the test: asked for only at the key press, it can come too late.
      page.on('filechooser', () => undefined);
      await use(undefined);
      expect(complaints.filter((complaint) => !expectedComplaints.some((expected) => expected.test(complaint)))).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/**
 * Accessibility check of what the page shows now: WCAG 2.2 A and AA, and the order of headings. Fails with one readable line per finding.
 * @param scope CSS selector of the part to check; the whole page without it
 */
export async function axe(page: Page, scope?: string): Promise<void> {
  // Evaluated, not added as a script element: the page's own policy stays in force.
  await page.evaluate(await readFile(axeSource, 'utf8'));
  const options: RunOptions = {
    runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
    // Beside them: who goes from heading to heading finds none left out.
    rules: { 'heading-order': { enabled: true } },
    resultTypes: ['violations'],
  };
  const results = await page.evaluate(
    async ({ scope, options }) => {
      const { axe } = window as unknown as { axe: { run(context: unknown, options: unknown): Promise<unknown> } };
      return (await axe.run(scope ?? document, options)) as AxeResults;
    },
    { scope, options },
  );
  const findings = results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help} — ${target.join(' ')} — ${failureSummary ?? ''}`),
  );
  expect(findings).toEqual([]);
}

/** Does what makes the page ask for files, and gives it these. An open dialog, which would keep keys from the page, is waited out first. */
export async function giveFiles(
  page: Page,
  act: () => Promise<unknown>,
  files: Parameters<FileChooser['setFiles']>[0],
): Promise<void> {
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), act()]);
  await chooser.setFiles(files);
}

/** A file that the page handed to the user. */
export interface DownloadedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Does what makes the page offer a download, and reads the file. */
export async function readDownload(page: Page, act: () => Promise<unknown>): Promise<DownloadedFile> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), bytes: new Uint8Array(await readFile(await download.path())) };
}
