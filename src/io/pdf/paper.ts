import { jsPDF } from 'jspdf';
import { sha256Hex } from '../../base/hash.ts';
import { writePng } from '../png.ts';
import { MM_PER_POINT, type Drawing, type Fill, type PagePoint, type Picture, type Stroke, type TextStyle } from '../drawing.ts';

/** The two weights of the one family that is embedded, as TrueType files. Only the glyphs that are used go into the PDF. */
export interface PdfFonts {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
}

/** A page by its usual name, or by width and height, millimetres, upright. */
export type PageFormat = 'a4' | 'letter' | readonly [widthMm: number, heightMm: number];
export type Orientation = 'portrait' | 'landscape';

const FAMILY = 'Sheet';

/** A PDF that is being drawn, page by page. All lengths in millimetres, y downwards, text on its baseline. */
export class Paper implements Drawing {
  readonly #pdf: jsPDF;
  readonly #format: PageFormat;
  readonly #known = new Map<string, boolean>();
  #pages = 0;

  constructor(format: PageFormat, fonts: PdfFonts, title: string) {
    this.#format = format;
    this.#pdf = new jsPDF({ unit: 'mm', format: formatOf(format), compress: true, putOnlyUsedFonts: true, floatPrecision: 3 });
    this.#embed('regular.ttf', fonts.regular, 'normal');
    this.#embed('bold.ttf', fonts.bold, 'bold');
    this.#pdf.setFont(FAMILY, 'normal');
    this.#pdf.setDocumentProperties({ title: this.printable(title), creator: 'Weft' });
    this.#pdf.setLineJoin('round');
  }

  #embed(file: string, bytes: Uint8Array, style: string): void {
    this.#pdf.addFileToVFS(file, binaryText(bytes));
    this.#pdf.addFont(file, FAMILY, style, undefined, 'Identity-H');
  }

  /** The document itself, for the table writer next door. */
  get document(): jsPDF {
    return this.#pdf;
  }

  get family(): string {
    return FAMILY;
  }

  get pageCount(): number {
    return this.#pdf.getNumberOfPages();
  }

  get widthMm(): number {
    return this.#pdf.internal.pageSize.getWidth();
  }

  get heightMm(): number {
    return this.#pdf.internal.pageSize.getHeight();
  }

  /** Begins a page; `bookmark` is what the reader's list of contents shows for it. */
  addPage(orientation: Orientation, bookmark?: string): void {
    this.#pdf.addPage(formatOf(this.#format), orientation);
    // A PDF begins with a page of its own; the first that is asked for replaces it.
    if (this.#pages++ === 0) this.#pdf.deletePage(1);
    this.#pdf.setLineJoin('round');
    if (bookmark !== undefined) this.bookmark(bookmark);
  }

  /** Adds the last page to the reader's list of contents. */
  bookmark(title: string): void {
    this.#pdf.outline.add(null, this.printable(title), { pageNumber: this.pageCount });
  }

  /** Draws on a page that is already there (page numbers from 1), for footers that know the count of pages. */
  onPage(page: number, draw: () => void): void {
    this.#pdf.setPage(page);
    draw();
  }

  /** The text with what the font cannot show replaced by a question mark: a missing glyph would end the line. */
  printable(text: string): string {
    return Array.from(
      text
        .normalize('NFC')
        .replace(/[\u202f\u2009]/g, '\u00a0')
        .replace(/[\t\r\n]+/g, ' '),
      (character) => (character === '\u00a0' ? ' ' : this.#hasGlyph(character) ? character : '?'),
    ).join('');
  }

  #hasGlyph(character: string): boolean {
    let known = this.#known.get(character);
    if (known === undefined) {
      // The package does not declare the font's own table; characters beyond the first plane are never in it.
      const font = this.#pdf.getFont() as unknown as { metadata?: { characterToGlyph(code: number): number } };
      known = character.length === 1 && (font.metadata?.characterToGlyph(character.charCodeAt(0)) ?? 0) !== 0;
      this.#known.set(character, known);
    }
    return known;
  }

  textWidthMm(text: string, sizePt: number, bold = false): number {
    this.#pdf.setFont(FAMILY, bold ? 'bold' : 'normal');
    return this.#pdf.getStringUnitWidth(this.printable(text)) * sizePt * MM_PER_POINT;
  }

  /** Breaks text into lines of a width. */
  wrap(text: string, widthMm: number, sizePt: number, bold = false): string[] {
    this.#pdf.setFont(FAMILY, bold ? 'bold' : 'normal');
    this.#pdf.setFontSize(sizePt);
    return this.#pdf.splitTextToSize(this.printable(text), widthMm) as string[]; // the package types it as any
  }

  /** Text that is cut with an ellipsis where it would be wider than it may. */
  fitted(text: string, widthMm: number, sizePt: number, bold = false): string {
    if (this.textWidthMm(text, sizePt, bold) <= widthMm) return text;
    let shorter = this.printable(text);
    while (shorter.length > 1 && this.textWidthMm(`${shorter}…`, sizePt, bold) > widthMm)
      shorter = shorter.slice(0, -1).trimEnd();
    return `${shorter}…`;
  }

  text(x: number, y: number, text: string, style: TextStyle): void {
    const shown = this.printable(text);
    if (shown === '') return;
    const width = style.align === undefined || style.align === 'left' ? 0 : this.textWidthMm(shown, style.sizePt, style.bold);
    const back = style.align === 'right' ? width : width / 2;
    const angle = ((style.angleDeg ?? 0) * Math.PI) / 180;
    const at: PagePoint = [x - Math.cos(angle) * back, y + Math.sin(angle) * back];
    this.#pdf.setFont(FAMILY, style.bold === true ? 'bold' : 'normal');
    this.#pdf.setFontSize(style.sizePt);
    const options = style.angleDeg === undefined ? {} : { angle: style.angleDeg };
    if (style.haloColor !== undefined) {
      this.#pdf.setDrawColor(style.haloColor);
      this.#pdf.setLineWidth(Math.min(0.7, style.sizePt * 0.085));
      this.#pdf.setLineDashPattern([], 0);
      this.#pdf.text(shown, at[0], at[1], { ...options, renderingMode: 'stroke' });
    }
    this.#pdf.setTextColor(style.color ?? '#000000');
    this.#pdf.text(shown, at[0], at[1], { ...options, renderingMode: 'fill' });
  }

  /** Lines of text under each other; returns the y below the last. `leading` is line height over size. */
  textLines(x: number, y: number, lines: readonly string[], style: TextStyle, leading = 1.35): number {
    lines.forEach((line, i) => this.text(x, y + i * style.sizePt * MM_PER_POINT * leading, line, style));
    return y + lines.length * style.sizePt * MM_PER_POINT * leading;
  }

  line(points: readonly PagePoint[], stroke: Stroke): void {
    if (points.length < 2) return;
    this.#useStroke(stroke);
    this.#path(points);
    this.#pdf.stroke();
  }

  /** A filled and/or outlined area of one or several rings; holes by the even–odd rule. */
  area(rings: readonly (readonly PagePoint[])[], { fill, stroke }: Fill): void {
    const drawn = rings.filter((ring) => ring.length >= 3);
    if (drawn.length === 0) return;
    if (fill !== undefined) this.#pdf.setFillColor(fill);
    if (stroke !== undefined) this.#useStroke(stroke);
    for (const ring of drawn) {
      this.#path(ring);
      this.#pdf.close();
    }
    if (fill !== undefined && stroke !== undefined) this.#pdf.fillStrokeEvenOdd();
    else if (fill !== undefined) this.#pdf.fillEvenOdd();
    else this.#pdf.stroke();
  }

  rectangle(x: number, y: number, width: number, height: number, style: Fill): void {
    this.area(
      [
        [
          [x, y],
          [x + width, y],
          [x + width, y + height],
          [x, y + height],
        ],
      ],
      style,
    );
  }

  circle(x: number, y: number, radius: number, { fill, stroke }: Fill): void {
    if (fill !== undefined) this.#pdf.setFillColor(fill);
    if (stroke !== undefined) this.#useStroke(stroke);
    this.#pdf.circle(x, y, radius, fill === undefined ? 'S' : stroke === undefined ? 'F' : 'FD');
  }

  picture(x: number, y: number, width: number, height: number, picture: Picture): void {
    const png = writePng(picture);
    this.#pdf.addImage(png, 'PNG', x, y, width, height, sha256Hex(png), 'FAST');
  }

  /** Draws with everything outside the rectangle cut off. */
  within(x: number, y: number, width: number, height: number, draw: () => void): void {
    this.#pdf.saveGraphicsState();
    this.#pdf.rect(x, y, width, height, null);
    this.#pdf.clip();
    this.#pdf.discardPath();
    draw();
    this.#pdf.restoreGraphicsState();
  }

  /** The file. Same drawing, same bytes: identifier from the content, no date. */
  finish(contentHash: string): Uint8Array {
    this.#pdf.setFileId(contentHash.slice(0, 32).toUpperCase());
    this.#pdf.setCreationDate("D:20000101000000+00'00'");
    return withoutDate(new Uint8Array(this.#pdf.output('arraybuffer')));
  }

  #path(points: readonly PagePoint[]): void {
    points.forEach(([x, y], i) => (i === 0 ? this.#pdf.moveTo(x, y) : this.#pdf.lineTo(x, y)));
  }

  #useStroke({ color, widthMm, dashMm, cap }: Stroke): void {
    this.#pdf.setDrawColor(color);
    this.#pdf.setLineWidth(widthMm);
    this.#pdf.setLineCap(cap ?? (dashMm === undefined ? 'round' : 'butt'));
    this.#pdf.setLineDashPattern([...(dashMm ?? [])], 0);
  }
}

/** The package wants a list that it may alter. */
function formatOf(format: PageFormat): string | number[] {
  return typeof format === 'string' ? format : [...format];
}

const texts = new WeakMap<Uint8Array, string>();

/** Bytes as a text of one character a byte, as the package wants its fonts; kept, because a plan has many documents. */
function binaryText(bytes: Uint8Array): string {
  let text = texts.get(bytes);
  if (text === undefined) {
    const pieces: string[] = [];
    for (let at = 0; at < bytes.length; at += 8192) pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
    text = pieces.join('');
    texts.set(bytes, text);
  }
  return text;
}

/** Overwrites the entry of the date by spaces: every PDF of the package has one, and ours must not depend on a clock. */
function withoutDate(bytes: Uint8Array): Uint8Array {
  const wanted = '/CreationDate (';
  for (let at = Math.max(0, bytes.length - 100_000); at < bytes.length - wanted.length; at++) {
    let same = 0;
    while (same < wanted.length && bytes[at + same] === wanted.charCodeAt(same)) same++;
    if (same < wanted.length) continue;
    const end = bytes.indexOf(0x29, at);
    if (end > 0) bytes.fill(0x20, at, end + 1);
    break;
  }
  return bytes;
}
