import { autoTable, type CellDef, type RowInput } from 'jspdf-autotable';
import { lightPalette } from '../../base/palette.ts';
import type { Paper } from './paper.ts';

export interface PdfColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Fixed width; columns without one share what is left by what they hold. */
  readonly widthMm?: number;
}

/** A row of cells; `head` spans all columns, `sum` is set off by a line and bold type. */
export interface PdfRow {
  readonly cells: readonly string[];
  readonly kind?: 'head' | 'sum' | 'total';
}

export interface PdfTable {
  readonly columns: readonly PdfColumn[];
  readonly rows: readonly PdfRow[];
  readonly sizePt?: number;
  /** Space above and below the text of a row; 1.05 where it is not given. */
  readonly rowPaddingMm?: number;
}

/** Where a table may stand: from `topMm` on this page, then on further pages below their header. */
export interface TableSpace {
  readonly topMm: number;
  readonly marginMm: number;
  /** Where the table goes on, on the next page. */
  readonly nextTopMm: number;
  readonly bottomMm: number;
}

/** A table of no more rows is not torn: it begins on the next page where this one has no room for it. */
const WHOLE_ROWS = 10;

/** Writes a table over as many pages as it needs; titles repeat on each. Returns the y below it, on the page where it ends. */
export function drawTable(paper: Paper, table: PdfTable, space: TableSpace): number {
  const sizePt = table.sizePt ?? 8;
  const padding = table.rowPaddingMm ?? 1.05;
  const width = table.columns.length;
  autoTable(paper.document, {
    head: [
      table.columns.map(({ title, align }): CellDef => ({
        content: paper.printable(title),
        styles: { halign: align ?? 'left' },
      })),
    ],
    body: table.rows.map((row) => bodyRow(paper, row, width)),
    startY: space.topMm,
    margin: { top: space.nextTopMm, bottom: space.bottomMm, left: space.marginMm, right: space.marginMm },
    theme: 'plain',
    showHead: 'everyPage',
    pageBreak: table.rows.length <= WHOLE_ROWS ? 'avoid' : 'auto',
    rowPageBreak: 'avoid',
    styles: {
      font: paper.family,
      fontSize: sizePt,
      textColor: lightPalette.ink,
      cellPadding: { top: padding, bottom: padding, left: 1.2, right: 1.2 },
      overflow: 'linebreak',
      valign: 'top',
    },
    headStyles: { fontStyle: 'bold', textColor: lightPalette.inkSoft, fontSize: sizePt - 0.5, valign: 'bottom' },
    columnStyles: Object.fromEntries(
      table.columns.map(({ align, widthMm }, i) => [
        i,
        { halign: align ?? 'left', ...(widthMm === undefined ? {} : { cellWidth: widthMm }) },
      ]),
    ),
    didDrawCell: ({ cell, row, section }) => {
      const below = cell.y + cell.height;
      const raw = table.rows[row.index];
      const strong = section === 'head';
      if (section === 'body' && (raw?.kind === 'sum' || raw?.kind === 'total')) {
        paper.line(
          [
            [cell.x, cell.y],
            [cell.x + cell.width, cell.y],
          ],
          { color: lightPalette.inkSoft, widthMm: raw.kind === 'total' ? 0.35 : 0.2 },
        );
        return;
      }
      paper.line(
        [
          [cell.x, below],
          [cell.x + cell.width, below],
        ],
        {
          color: strong ? lightPalette.inkSoft : lightPalette.line,
          widthMm: strong ? 0.3 : 0.15,
        },
      );
    },
  });
  // The package leaves its last table on the document without declaring it.
  const drawn = paper.document as unknown as { lastAutoTable?: { finalY?: number } };
  return drawn.lastAutoTable?.finalY ?? space.topMm;
}

function bodyRow(paper: Paper, row: PdfRow, width: number): RowInput {
  const cells = row.cells.map((cell) => paper.printable(cell));
  if (row.kind === 'head') {
    const head: CellDef = {
      content: cells[0] ?? '',
      colSpan: width,
      styles: { fontStyle: 'bold', halign: 'left', cellPadding: { top: 3.2, bottom: 1, left: 1.2, right: 1.2 } },
    };
    return [head];
  }
  if (row.kind === undefined) return cells;
  return cells.map((content): CellDef => ({ content, styles: { fontStyle: 'bold' } }));
}
