import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const usualPaths = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Path of a Chromium or Chrome on this machine, or null: CHROME_PATH, the search path, usual places, Playwright's cache.
 * @returns {string | null}
 */
export function findBrowser() {
  const named = process.env['CHROME_PATH'];
  if (named) return isExecutable(named) ? named : null;
  return [...names.map(onSearchPath), ...usualPaths, ...playwrightCache()].find((path) => path && isExecutable(path)) ?? null;
}

/** @param {string} name @returns {string | null} */
function onSearchPath(name) {
  try {
    const finder = process.platform === 'win32' ? 'where' : 'which';
    return execFileSync(finder, [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split(/\r?\n/)[0] || null;
  } catch {
    // Not on the search path; the next place is tried.
    return null;
  }
}

/** @returns {string[]} */
function playwrightCache() {
  const roots = [
    process.env['PLAYWRIGHT_BROWSERS_PATH'] ?? '',
    join(homedir(), '.cache/ms-playwright'),
    join(homedir(), 'Library/Caches/ms-playwright'),
    join(homedir(), 'AppData/Local/ms-playwright'),
  ];
  const inside = [
    'chrome-linux/chrome',
    'chrome-linux64/chrome',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
    'chrome-win/chrome.exe',
    'chrome-win64/chrome.exe',
  ];
  return roots
    .filter((root) => root && existsSync(root))
    .flatMap((root) =>
      readdirSync(root)
        .filter((folder) => /^chromium-\d+$/.test(folder))
        .sort()
        .reverse()
        .flatMap((folder) => inside.map((path) => join(root, folder, path))),
    );
}

/** @param {string} path @returns {boolean} */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Absent or not ours to run: not a browser for us.
    return false;
  }
}
