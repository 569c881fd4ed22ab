import type { FieldValue } from '../plan/feature-table.ts';
import { withoutGuard } from './csv-columns.ts';
import type { ProblemList } from './source-layer.ts';
import { isDateFormat, serialDate } from './xlsx-dates.ts';
import type { XmlListener } from './xml.ts';

/** The texts that the sheets of a workbook share. */
export class SharedTexts implements XmlListener {
  readonly texts: string[] = [];
  #text = '';
  #inReading = false;

  open(name: string): void {
    if (name === 'si') this.#text = '';
    if (name === 'rPh') this.#inReading = true;
  }

  close(name: string, text: string): void {
    // Readings beside a text (East Asian) are no part of it.
    if (name === 'rPh') this.#inReading = false;
    else if (name === 't' && !this.#inReading) this.#text += text;
    else if (name === 'si') this.texts.push(this.#text);
  }
}

/** Which styles of cells show dates. */
export class CellStyles implements XmlListener {
  readonly #codes = new Map<number, string>();
  readonly #formats: number[] = [];
  #inCells = false;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'numFmt') this.#codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
    if (name === 'cellXfs') this.#inCells = true;
    if (name === 'xf' && this.#inCells) this.#formats.push(Number(attributes['numFmtId'] ?? 0));
  }

  close(name: string): void {
    if (name === 'cellXfs') this.#inCells = false;
  }

  isDate(style: number): boolean {
    const format = this.#formats[style];
    return format !== undefined && isDateFormat(format, this.#codes.get(format));
  }
}

/** The names of a workbook's sheets with the ids of their parts, and which day its dates are counted from. */
export class BookParts implements XmlListener {
  readonly sheets: { readonly name: string; readonly part: string }[] = [];
  is1904 = false;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'workbookPr') this.is1904 = /^(1|true)$/.test(attributes['date1904'] ?? '');
    if (name !== 'sheet') return;
    const id = Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1] ?? '';
    this.sheets.push({ name: attributes['name'] ?? `Sheet ${this.sheets.length + 1}`, part: id });
  }

  close(): void {
    // all is in the attributes
  }
}

/** Where the parts of a package lie, by their ids. */
export class Relations implements XmlListener {
  readonly targets = new Map<string, { readonly type: string; readonly target: string }>();

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'Relationship')
      this.targets.set(attributes['Id'] ?? '', { type: attributes['Type'] ?? '', target: attributes['Target'] ?? '' });
  }

  close(): void {
    // all is in the attributes
  }
}

export interface SheetRow {
  /** As the spreadsheet counts it, from 1. */
  readonly number: number;
  readonly cells: readonly (FieldValue | null | undefined)[];
}

const MOST_COLUMNS = 16_384;

/** What the cells of a sheet need to be understood. */
export interface CellMeaning {
  readonly texts: readonly string[];
  readonly styles: CellStyles;
  readonly is1904: boolean;
}

/** The rows of a sheet that have something in them. */
export class SheetRows implements XmlListener {
  readonly rows: SheetRow[] = [];
  /** Areas of several rows whose cells were made one, `B5:B7`: only the first has the value. */
  readonly merged: { readonly area: string; readonly lastRow: number }[] = [];
  readonly #meaning: CellMeaning;
  readonly #problems: ProblemList;
  #row = 0;
  #cells: (FieldValue | null)[] = [];
  #column = -1;
  #type = '';
  #style = 0;
  #value: string | null = null;
  #inline = '';
  #isFormula = false;

  constructor(meaning: CellMeaning, problems: ProblemList) {
    this.#meaning = meaning;
    this.#problems = problems;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'row') {
      this.#row = Number(attributes['r'] ?? this.#row + 1);
      this.#cells = [];
      this.#column = -1;
    } else if (name === 'c') {
      this.#column = columnOf(attributes['r']) ?? this.#column + 1;
      this.#type = attributes['t'] ?? 'n';
      this.#style = Number(attributes['s'] ?? 0);
      this.#value = null;
      this.#inline = '';
      this.#isFormula = false;
    } else if (name === 'f') this.#isFormula = true;
    else if (name === 'mergeCell') {
      const [, area = '', from, to] = /^([A-Z]+(\d+):[A-Z]+(\d+))$/.exec(attributes['ref'] ?? '') ?? [];
      if (Number(to) > Number(from)) this.merged.push({ area, lastRow: Number(to) });
    }
  }

  close(name: string, text: string): void {
    if (name === 'v') this.#value = text;
    else if (name === 't') this.#inline += text;
    else if (name === 'c' && this.#column < MOST_COLUMNS) this.#cells[this.#column] = this.#cell();
    else if (name === 'row' && this.#cells.some((cell) => cell !== null && cell !== undefined))
      this.rows.push({ number: this.#row, cells: this.#cells });
  }

  #cell(): FieldValue | null {
    if (this.#type === 'inlineStr') return textValue(this.#inline);
    const value = this.#value;
    if (value === null || value === '') {
      if (this.#isFormula && this.#type !== 'str')
        this.#warn('The value of a formula is not stored in the file; save the workbook once in a spreadsheet program.');
      return null;
    }
    switch (this.#type) {
      case 's': {
        const shared = this.#meaning.texts[Number(value)];
        if (shared === undefined)
          this.#problems.add('file', 'import/damaged', `row ${this.#row}`, `The text number ${value} is not in the file.`);
        return textValue(shared ?? '');
      }
      case 'b':
        return value === '1' || value === 'true';
      case 'e':
        this.#warn(`The cell shows the error ${value}; it was left out.`);
        return null;
      case 'n':
        return this.#number(value);
      default:
        return textValue(value);
    }
  }

  #number(value: string): FieldValue | null {
    const number = Number(value);
    if (!Number.isFinite(number)) {
      this.#warn(`"${value.slice(0, 40)}" is no number; it was read as a text.`);
      return textValue(value);
    }
    return this.#meaning.styles.isDate(this.#style) ? (serialDate(number, this.#meaning.is1904) ?? number) : number;
  }

  #warn(message: string): void {
    this.#problems.add('warning', 'import/value', `row ${this.#row}`, message);
  }
}

function textValue(text: string): string | null {
  return text.trim() === '' ? null : withoutGuard(text);
}

/** The column of a reference such as `AB12`, from 0. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^\$?([A-Z]{1,3})\$?\d+$/.exec(reference ?? '')?.[1];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
