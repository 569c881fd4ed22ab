import { channelsOf, mixedColor } from '../../base/colour.ts';
import { mercatorOf } from '../../geo/web-mercator.ts';
import { paperPalette } from '../../base/palette.ts';
import type { LngLatBounds } from '../../geo/position.ts';
import type { Picture } from '../../io/drawing.ts';
import type { MapFrame } from './map-frame.ts';

/** One sign of a printed coverage. */
export interface CoverageSign {
  /** `#rrggbb`, as it is on the map before it is faded. */
  readonly colour: string;
  readonly fill: 'full' | 'stripes' | 'dots';
  readonly text: string;
}

/** A coverage as it is printed: the sign of each pixel of a picture whose rows are evenly spaced in web Mercator; −1: none. */
export interface PrintedCoverage {
  readonly bounds: LngLatBounds;
  readonly width: number;
  readonly height: number;
  readonly signOf: Int16Array;
  readonly signs: readonly CoverageSign[];
}

/** Size of a point of the picture on paper, mm. */
const POINT_MM = 0.4;
/** How much of the sign's colour lies over the ground. */
const STRENGTH = 0.5;

/** A coverage over the relief of a frame, or over plain ground, and which of its signs occur there. */
export function coverageOver(
  frame: MapFrame,
  relief: Picture | null,
  coverage: PrintedCoverage,
): { readonly picture: Picture; readonly shown: ReadonlySet<number> } {
  const { box } = frame;
  const [width, height] = [Math.ceil(box.width / POINT_MM), Math.ceil(box.height / POINT_MM)];
  const [stepX, stepY] = [box.width / width, box.height / height];
  const rgb = new Uint8Array(width * height * 3);
  const colours = coverage.signs.map(({ colour }) => channelsOf(colour));
  const paper = channelsOf(paperPalette.ground);
  const find = pixelFinder(coverage);
  const shown = new Set<number>();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sign = find(frame.toGround([box.x + (x + 0.5) * stepX, box.y + (y + 0.5) * stepY]));
      const one = coverage.signs[sign];
      if (one !== undefined) shown.add(sign);
      const ink = one !== undefined && isInked(one.fill, x, y) ? colours[sign] : undefined;
      const under = relief === null ? 0 : reliefAt(relief, (x + 0.5) / width, (y + 0.5) / height);
      for (let c = 0; c < 3; c++) {
        const ground = relief === null ? (paper[c] ?? 255) : (relief.rgb[under + c] ?? 255);
        rgb[(y * width + x) * 3 + c] = Math.round(
          ink === undefined ? ground : ground * (1 - STRENGTH) + (ink[c] ?? 0) * STRENGTH,
        );
      }
    }
  }
  return { picture: { width, height, rgb }, shown };
}

/** A colour as it looks over the ground: that of the legend's swatch. */
export function fadedColour(colour: string): string {
  return mixedColor(paperPalette.ground, colour, STRENGTH);
}

function pixelFinder({ bounds, width, height, signOf }: PrintedCoverage): (position: readonly [number, number]) => number {
  const [west, south, east, north] = bounds;
  const [low, high] = [mercatorOf(south), mercatorOf(north)];
  return ([lng, lat]) => {
    const column = Math.floor(((lng - west) / (east - west)) * width);
    const row = Math.floor(((high - mercatorOf(lat)) / (high - low)) * height);
    return column < 0 || column >= width || row < 0 || row >= height ? -1 : (signOf[row * width + column] ?? -1);
  };
}

function reliefAt({ width, height }: Picture, across: number, down: number): number {
  const [x, y] = [Math.min(width - 1, Math.floor(across * width)), Math.min(height - 1, Math.floor(down * height))];
  return (y * width + x) * 3;
}

/** Stripes rise to the right, dots stand far apart: verdicts differ without colour. */
function isInked(fill: CoverageSign['fill'], x: number, y: number): boolean {
  if (fill === 'full') return true;
  return fill === 'stripes' ? (x + y) % 6 < 4 : x % 5 < 2 && y % 5 < 2;
}
