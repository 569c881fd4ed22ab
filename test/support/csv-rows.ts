import { readFileSync } from 'node:fs';

/** Rows of a plain CSV file as records of text by the names of its header line; lines before the header are skipped. */
export function readRows(path: string, headerStart: string): Record<string, string>[] {
  const lines = readFileSync(path, 'latin1').split(/\r?\n/);
  const start = lines.findIndex((line) => line.startsWith(headerStart));
  const names = lines[start]!.split(',');
  return lines
    .slice(start + 1)
    .filter((line) => line !== '')
    .map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i]!, cell])));
}
