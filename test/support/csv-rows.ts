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

/** The cells of a CSV file by RFC 4180: quoted ones may hold commas, quotes and line breaks. */
export function csvCells(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (end === '' && row.length === 0) break;
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
