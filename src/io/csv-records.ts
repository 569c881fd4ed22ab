import Papa from 'papaparse';

/** A table of text with its header row. */
export interface CsvRecords {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** Takes a small comma-separated table with a header row apart; cells stay text. */
export function csvRecords(text: string): CsvRecords {
  const parsed = Papa.parse<Record<string, string>>(text.replace(/^\uFEFF/, ''), { header: true, skipEmptyLines: 'greedy' });
  return { columns: parsed.meta.fields ?? [], rows: parsed.data };
}

/** Cells as a spreadsheet copies them: rows of texts apart by tabs, quoted where they hold a tab or a line end. */
export function copiedCells(text: string): string[][] {
  return Papa.parse<string[]>(text.replace(/^\uFEFF/, '').replace(/\r?\n$/, ''), { delimiter: '\t' }).data;
}

/** Cells as a spreadsheet takes them when they are pasted. */
export function cellsToCopy(rows: readonly (readonly string[])[]): string {
  return Papa.unparse(
    rows.map((row) => [...row]),
    { delimiter: '\t', newline: '\n' },
  );
}
