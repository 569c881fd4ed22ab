import { writeZip } from '../zip.ts';
import { escapeXml } from './kml.ts';
import { neutralised, type Cell, type Table } from './table.ts';

/** The longest text that a spreadsheet cell holds (Excel's specifications and limits). */
export const LONGEST_TEXT = 32_767;
/** Number formats of one's own begin here (ECMA-376 part 1, 18.8.30). */
const FIRST_FORMAT = 164;
/** The style of column titles; 0 is the plain one, those of number formats follow. */
const TITLE_STYLE = 1;

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const CORE = `${PACKAGE}/metadata/core-properties`;
const CORE_TYPE = 'application/vnd.openxmlformats-package.core-properties+xml';
const CORE_RELATION = `${PACKAGE}/relationships/metadata/core-properties`;

/**
 * Writes tables as the sheets of a workbook (ECMA-376, SpreadsheetML): titles bold and always in sight, numbers as
 * numbers, texts that spreadsheets would run neutralised. Same tables, same bytes.
 *
 * Our own, because the packages at hand pack sheets of more than 160 kB in workers made from blobs: the content security policy
 * of the app forbids these, and the promise never ends.
 */
export async function writeXlsx(tables: readonly Table[], about = ''): Promise<Uint8Array> {
  const book = new Book();
  const sheets = tables.map((table) => book.sheet(table));
  const names = sheetNames(tables.map((table) => table.name));
  const numbers = tables.map((_, index) => index + 1);
  const parts: Record<string, string> = {
    '[Content_Types].xml':
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `<Default Extension="xml" ContentType="application/xml"/>${contentType('workbook', 'sheet.main')}${contentType('styles', 'styles')}${contentType('sharedStrings', 'sharedStrings')}${about === '' ? '' : `<Override PartName="/docProps/core.xml" ContentType="${CORE_TYPE}"/>`}` +
      `${numbers.map((n) => contentType(`worksheets/sheet${n}`, 'worksheet')).join('')}</Types>`,
    '_rels/.rels': relations([
      ['rId1', `${RELATIONS}/officeDocument`, 'xl/workbook.xml'],
      ...(about === '' ? [] : [['rId2', CORE_RELATION, 'docProps/core.xml'] as const]),
    ]),
    ...(about === '' ? {} : { 'docProps/core.xml': coreProperties(about) }),
    'xl/workbook.xml':
      `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>` +
      `${numbers.map((n) => `<sheet name="${escapeXml(names[n - 1] ?? '')}" sheetId="${n}" r:id="rId${n}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ...numbers.map((n): Relation => [`rId${n}`, `${RELATIONS}/worksheet`, `worksheets/sheet${n}.xml`]),
      [`rId${tables.length + 1}`, `${RELATIONS}/styles`, 'styles.xml'],
      [`rId${tables.length + 2}`, `${RELATIONS}/sharedStrings`, 'sharedStrings.xml'],
    ]),
    'xl/styles.xml': book.styles(),
    'xl/sharedStrings.xml': book.texts(),
    ...Object.fromEntries(sheets.map((sheet, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheet])),
  };
  const encoder = new TextEncoder();
  return writeZip(new Map(Object.entries(parts).map(([path, xml]) => [path, encoder.encode(DECLARATION + xml)])));
}

type Relation = readonly [id: string, type: string, target: string];

function relations(list: readonly Relation[]): string {
  const items = list.map(([id, type, target]) => `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`);
  return `<Relationships xmlns="${PACKAGE}/relationships">${items.join('')}</Relationships>`;
}

/** What programs show as the properties of the file. */
function coreProperties(about: string): string {
  return `<cp:coreProperties xmlns:cp="${CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description>${escapeXml(about)}</dc:description></cp:coreProperties>`;
}

function contentType(part: string, type: string): string {
  return `<Override PartName="/xl/${part}.xml" ContentType="${TYPES}.${type}+xml"/>`;
}

/** What the sheets of a workbook share: texts, each written once, and number formats. */
class Book {
  readonly #texts = new Map<string, number>();
  readonly #formats = new Map<string, number>();

  sheet(table: Table): string {
    const styles = table.columns.map(({ format }) => (format === undefined ? 0 : this.#styleOf(format)));
    const titles = table.columns.map(({ title }, column) => this.#cell(title, at(column, 0), TITLE_STYLE)).join('');
    const rows = table.rows.map((cells, row) => {
      const written = cells.map((cell, column) => this.#cell(cell, at(column, row + 1), styles[column] ?? 0)).join('');
      return written === '' ? '' : `<row r="${row + 2}">${written}</row>`;
    });
    const widths = table.columns.map(({ title, widthChars }, index) => {
      const width = widthChars ?? Math.min(40, Math.max(10, title.length + 2));
      return `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`;
    });
    return (
      `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
      `${widths.length > 0 ? `<cols>${widths.join('')}</cols>` : ''}<sheetData><row r="1">${titles}</row>${rows.join('')}</sheetData></worksheet>`
    );
  }

  styles(): string {
    const formats = [...this.#formats].map(
      ([format, style]) => `<numFmt numFmtId="${FIRST_FORMAT + style}" formatCode="${escapeXml(format)}"/>`,
    );
    const cells = [...this.#formats].map(
      ([, style]) => `<xf numFmtId="${FIRST_FORMAT + style}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
    );
    return (
      `<styleSheet xmlns="${MAIN}">${formats.length > 0 ? `<numFmts count="${formats.length}">${formats.join('')}</numFmts>` : ''}` +
      '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>' +
      '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
      '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
      `<cellXfs count="${cells.length + 2}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>${cells.join('')}</cellXfs>` +
      '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    );
  }

  texts(): string {
    const items = [...this.#texts.keys()].map((text) => `<si><t xml:space="preserve">${escapeXml(text)}</t></si>`);
    return `<sst xmlns="${MAIN}" uniqueCount="${items.length}">${items.join('')}</sst>`;
  }

  #cell(cell: Cell, reference: string, style: number): string {
    if (cell === null || cell === '') return '';
    const start = `<c r="${reference}"${style === 0 ? '' : ` s="${style}"`}`;
    if (typeof cell === 'boolean') return `${start} t="b"><v>${cell ? 1 : 0}</v></c>`;
    if (typeof cell === 'string') return `${start} t="s"><v>${this.#textOf(cell)}</v></c>`;
    return Number.isFinite(cell) ? `${start}><v>${cell}</v></c>` : '';
  }

  #textOf(text: string): number {
    const harmless = neutralised(text);
    return numberIn(this.#texts, harmless.length > LONGEST_TEXT ? `${harmless.slice(0, LONGEST_TEXT - 1)}…` : harmless, 0);
  }

  #styleOf(format: string): number {
    return numberIn(this.#formats, format, TITLE_STYLE + 1);
  }
}

/** The number of a text among those seen so far; a new one gets the next. */
function numberIn(seen: Map<string, number>, text: string, first: number): number {
  const number = seen.get(text) ?? first + seen.size;
  seen.set(text, number);
  return number;
}

/** The name of a cell: A1 is column 0, row 0. */
function at(column: number, row: number): string {
  let letters = '';
  for (let left = column + 1; left > 0; left = Math.floor((left - 1) / 26))
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  return `${letters}${row + 1}`;
}

/** Names of sheets hold 31 characters at most, none of []:*?/\, and differ without regard to case. */
function sheetNames(wanted: readonly string[]): string[] {
  const taken = new Set<string>();
  return wanted.map((name) => {
    const clean =
      name
        .replace(/[[\]:*?/\\]/g, ' ')
        .replace(/^'+|'+$/g, '')
        .trim() || 'Sheet';
    let candidate = clean.slice(0, 31);
    for (let n = 2; taken.has(candidate.toLowerCase()); n++) candidate = `${clean.slice(0, 27)} ${n}`;
    taken.add(candidate.toLowerCase());
    return candidate;
  });
}
