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
