import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';

/** First screen: script that the page loads before anything is asked for, gzip, without the map's worker. */
const budgetBytes = 450 * 1000;

/**
 * Weighs the script of the first screen: what index.html names and what that imports statically.
 * @param {string} distFolder
 * @returns {{ passed: boolean, report: string }}
 */
export function checkSizeBudget(distFolder) {
  const indexFile = join(distFolder, 'index.html');
  if (!existsSync(indexFile)) return { passed: false, report: `${indexFile} is missing: build first` };
  const page = readFileSync(indexFile, 'utf8');
  const entries = [...page.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+\.m?js)"/g)].map(([, path]) =>
    join(distFolder, path ?? ''),
  );
  const files = staticImports(entries);
  const sizes = files.map((file) => ({
    file: relative(distFolder, file),
    bytes: gzipSync(readFileSync(file), { level: 9 }).length,
  }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const parts = sizes.sort((a, b) => b.bytes - a.bytes).map(({ file, bytes }) => `  ${kilobytes(bytes)}  ${file}`);
  return {
    passed: entries.length > 0 && total <= budgetBytes,
    report: [`First screen: ${kilobytes(total)} of script (gzip), budget ${kilobytes(budgetBytes)}`, ...parts].join('\n'),
  };
}

/** @param {string[]} entries @returns {string[]} */
function staticImports(entries) {
  const seen = new Set(entries);
  for (const file of seen) {
    // `import("…")` has a parenthesis and is loaded later; `from"…"` and `import"…"` come at once.
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/\b(?:from|import)\s*["'](\.[^"']+\.m?js)["']/g)) {
      seen.add(join(dirname(file), path ?? ''));
    }
  }
  return [...seen];
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
