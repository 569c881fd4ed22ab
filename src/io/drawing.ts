/** Millimetres from the left and from the top edge of the page. */
export type PagePoint = readonly [xMm: number, yMm: number];

export interface Stroke {
  readonly color: string;
  readonly widthMm: number;
  /** Lengths of strokes and gaps, mm. */
  readonly dashMm?: readonly number[];
  readonly cap?: 'butt' | 'round';
}

export interface Fill {
  readonly fill?: string;
  readonly stroke?: Stroke;
}

export interface TextStyle {
  readonly sizePt: number;
  readonly bold?: boolean;
  readonly color?: string;
  readonly align?: 'left' | 'right' | 'center';
  /** Anticlockwise, degrees, about the given point. */
  readonly angleDeg?: number;
  /** A rim of this colour under the letters, so that they read on a map. */
  readonly haloColor?: string;
}

/** A picture: three bytes (red, green, blue) a pixel, row by row from the top. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** Something that is drawn on in millimetres, y downwards, text on its baseline: a page of a PDF, or a picture of one. */
export interface Drawing {
  readonly widthMm: number;
  readonly heightMm: number;
  textWidthMm(text: string, sizePt: number, bold?: boolean): number;
  /** Breaks text into lines of a width. */
  wrap(text: string, widthMm: number, sizePt: number, bold?: boolean): string[];
  /** Text that is cut with an ellipsis where it would be wider than it may. */
  fitted(text: string, widthMm: number, sizePt: number, bold?: boolean): string;
  text(x: number, y: number, text: string, style: TextStyle): void;
  /** Lines of text under each other; returns the y below the last. `leading` is line height over size. */
  textLines(x: number, y: number, lines: readonly string[], style: TextStyle, leading?: number): number;
  line(points: readonly PagePoint[], stroke: Stroke): void;
  /** A filled and/or outlined area of one or several rings; holes by the even–odd rule. */
  area(rings: readonly (readonly PagePoint[])[], style: Fill): void;
  rectangle(x: number, y: number, width: number, height: number, style: Fill): void;
  circle(x: number, y: number, radius: number, style: Fill): void;
  picture(x: number, y: number, width: number, height: number, picture: Picture): void;
  /** Draws with everything outside the rectangle cut off. */
  within(x: number, y: number, width: number, height: number, draw: () => void): void;
}

/** Millimetres in a point of type. */
export const MM_PER_POINT = 25.4 / 72;
