import { spawnSync } from 'node:child_process';
import { findBrowser } from './find-browser.mjs';

/**
 * A Chromium for the browser tests: the one that is here, or one installed by the means at hand. Says what it did.
 * @param {(line: string) => void} say
 * @returns {string | null} its path, or null after saying what is missing
 */
export function ensureBrowser(say) {
  const named = process.env['CHROME_PATH'];
  const found = findBrowser();
  if (found) {
    say(`Browser: ${found}`);
    return found;
  }
  if (named) {
    say(`Browser: CHROME_PATH names ${named}, which cannot be run here. Correct it or leave it unset.`);
    return null;
  }
  for (const means of meansAtHand()) {
    say(`Browser: no Chromium or Chrome here; installing one with ${means.words} …`);
    const failed = means.steps.find(
      (step) => spawnSync(step[0] ?? '', step.slice(1), { stdio: 'inherit', timeout: 600_000 }).status !== 0,
    );
    const installed = findBrowser();
    if (installed) {
      say(`Browser: ${installed}, newly installed`);
      return installed;
    }
    say(`Browser: ${means.words} did not help${failed ? ` ("${failed.join(' ')}" failed)` : ''}.`);
  }
  say('Browser: none. Install Chromium or Chrome, or name one in CHROME_PATH, and run the tests again.');
  return null;
}

/** @returns {{ words: string, steps: string[][] }[]} */
function meansAtHand() {
  const isRoot = process.getuid?.() === 0;
  const hasApt = spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
  const debian = {
    words: "Debian's package",
    steps: [
      ['apt-get', 'update'],
      ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium-headless-shell'],
    ],
  };
  // Its shell libraries come along only where it may install packages.
  const playwright = {
    words: "Playwright's download",
    steps: [['npx', 'playwright', 'install', ...(isRoot && hasApt ? ['--with-deps'] : []), 'chromium']],
  };
  return isRoot && hasApt ? [debian, playwright] : [playwright];
}
