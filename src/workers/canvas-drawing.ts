import {
  MM_PER_POINT,
  type Drawing,
  type Fill,
  type PagePoint,
  type Picture,
  type Stroke,
  type TextStyle,
} from '../io/drawing.ts';
import type { Paper, PdfFonts } from '../io/pdf/paper.ts';

const FAMILY = 'Weft sheet';
let loaded: Promise<void> | null = null;

/** Makes the typeface of the documents known to this worker's canvases. */
export function loadCanvasFonts({ regular, bold }: PdfFonts): Promise<void> {
  loaded ??= Promise.all(
    [
      [regular, '400'],
      [bold, '600'],
    ].map(async ([bytes, weight]) => {
      const face = new FontFace(FAMILY, bytes as Uint8Array<ArrayBuffer>, { weight: String(weight) }); // bytes of a file
      (self as unknown as { fonts: FontFaceSet }).fonts.add(await face.load());
    }),
  ).then(() => undefined);
  return loaded;
}

/**
 * A picture of a page. What would be written into a PDF is drawn as it would look there: widths of text and breaks of lines come from the
 * same measure, a page of a PDF that is never written.
 */
export class CanvasDrawing implements Drawing {
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #measure: Paper;
  readonly widthMm: number;
  readonly heightMm: number;

  constructor(canvas: OffscreenCanvas, widthMm: number, heightMm: number, measure: Paper) {
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('the browser gives no canvas to draw on');
    this.#context = context;
    this.#measure = measure;
    this.widthMm = widthMm;
    this.heightMm = heightMm;
    context.scale(canvas.width / widthMm, canvas.height / heightMm);
    context.lineJoin = 'round';
    // A PDF's letters stand side by side as their widths say.
    context.fontKerning = 'none';
    context.textRendering = 'optimizeSpeed';
  }

  textWidthMm(text: string, sizePt: number, bold = false): number {
    return this.#measure.textWidthMm(text, sizePt, bold);
  }

  wrap(text: string, widthMm: number, sizePt: number, bold = false): string[] {
    return this.#measure.wrap(text, widthMm, sizePt, bold);
  }

  fitted(text: string, widthMm: number, sizePt: number, bold = false): string {
    return this.#measure.fitted(text, widthMm, sizePt, bold);
  }

  text(x: number, y: number, text: string, style: TextStyle): void {
    const shown = this.#measure.printable(text);
    if (shown === '') return;
    const context = this.#context;
    const width = style.align === undefined || style.align === 'left' ? 0 : this.textWidthMm(shown, style.sizePt, style.bold);
    context.save();
    context.translate(x, y);
    context.rotate((-(style.angleDeg ?? 0) * Math.PI) / 180);
    context.translate(style.align === 'right' ? -width : -width / 2, 0);
    // Browsers round small sizes of type; letters are drawn large and made small.
    const scale = (style.sizePt * MM_PER_POINT) / 100;
    context.scale(scale, scale);
    context.font = `${style.bold === true ? 600 : 400} 100px "${FAMILY}"`;
    if (style.haloColor !== undefined) {
      context.strokeStyle = style.haloColor;
      context.lineWidth = Math.min(0.7, style.sizePt * 0.085) / scale;
      context.setLineDash([]);
      context.strokeText(shown, 0, 0);
    }
    context.fillStyle = style.color ?? '#000000';
    context.fillText(shown, 0, 0);
    context.restore();
  }

  textLines(x: number, y: number, lines: readonly string[], style: TextStyle, leading = 1.35): number {
    const step = style.sizePt * MM_PER_POINT * leading;
    lines.forEach((line, i) => this.text(x, y + i * step, line, style));
    return y + lines.length * step;
  }

  line(points: readonly PagePoint[], stroke: Stroke): void {
    if (points.length < 2) return;
    this.#context.beginPath();
    this.#path(points);
    this.#stroke(stroke);
  }

  area(rings: readonly (readonly PagePoint[])[], style: Fill): void {
    this.#context.beginPath();
    for (const ring of rings) {
      if (ring.length < 3) continue;
      this.#path(ring);
      this.#context.closePath();
    }
    this.#paint(style);
  }

  rectangle(x: number, y: number, width: number, height: number, style: Fill): void {
    this.#context.beginPath();
    this.#context.rect(x, y, width, height);
    this.#paint(style);
  }

  circle(x: number, y: number, radius: number, style: Fill): void {
    this.#context.beginPath();
    this.#context.arc(x, y, radius, 0, 2 * Math.PI);
    this.#paint(style);
  }

  picture(x: number, y: number, width: number, height: number, picture: Picture): void {
    const pixels = new ImageData(picture.width, picture.height);
    for (let from = 0, to = 0; from < picture.rgb.length; from += 3, to += 4) {
      for (let channel = 0; channel < 3; channel++) pixels.data[to + channel] = picture.rgb[from + channel] ?? 0;
      pixels.data[to + 3] = 255;
    }
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    canvas.getContext('2d')?.putImageData(pixels, 0, 0);
    this.#context.drawImage(canvas, x, y, width, height);
  }

  within(x: number, y: number, width: number, height: number, draw: () => void): void {
    this.#context.save();
    this.#context.beginPath();
    this.#context.rect(x, y, width, height);
    this.#context.clip();
    draw();
    this.#context.restore();
  }

  #path(points: readonly PagePoint[]): void {
    points.forEach(([x, y], i) => (i === 0 ? this.#context.moveTo(x, y) : this.#context.lineTo(x, y)));
  }

  #paint({ fill, stroke }: Fill): void {
    if (fill !== undefined) {
      this.#context.fillStyle = fill;
      this.#context.fill('evenodd');
    }
    if (stroke !== undefined) this.#stroke(stroke);
  }

  #stroke({ color, widthMm, dashMm, cap }: Stroke): void {
    const context = this.#context;
    context.strokeStyle = color;
    context.lineWidth = widthMm;
    context.lineCap = cap ?? (dashMm === undefined ? 'round' : 'butt');
    context.setLineDash([...(dashMm ?? [])]);
    context.stroke();
  }
}
