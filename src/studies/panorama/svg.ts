import { mixedColor } from '../../base/colour.ts';
import { darkPalette, lightPalette, paperPalette, type Palette } from '../../base/palette.ts';
import { bearingText, clearanceText, distanceText, numberText, type UnitSystem } from '../../base/quantity-text.ts';
import { escapeXml } from '../../io/write/kml.ts';
import type { HorizonCause, Panorama, PanoramaSite } from './run.ts';
import {
  acrossStrip,
  compassName,
  downStrip,
  landscapeShades,
  roundStep,
  silhouettes,
  stripAngles,
  type StripScale,
} from './strip-scale.ts';

/** How a strip is drawn. */
export interface PanoramaSvgOptions {
  readonly theme: 'light' | 'dark' | 'paper';
  readonly units: UnitSystem;
  /** Of the whole picture, pixels; its height follows from the labels. */
  readonly widthPx: number;
  /** Of the landscape without labels and compass, pixels. */
  readonly landscapePx: number;
  /** True bearing in the middle, degrees. */
  readonly centreDeg: number;
  /** Written above; empty for none. */
  readonly title: string;
  /** Labels stand in no more rows than this: they take height from what is looked at. */
  readonly mostLabelRows: number;
}

/** What is not said otherwise: south in the middle, 2400 pixels wide. */
export const PANORAMA_SVG_DEFAULTS: PanoramaSvgOptions = {
  theme: 'light',
  units: 'metric',
  widthPx: 2400,
  landscapePx: 380,
  centreDeg: 180,
  title: '',
  mostLabelRows: 8,
};

const PALETTES: Readonly<Record<PanoramaSvgOptions['theme'], Palette>> = {
  light: lightPalette,
  dark: darkPalette,
  paper: paperPalette,
};
const [SIDE, ABOVE, LABEL_ROW, COMPASS] = [56, 44, 40, 84];
const LETTER_PX = 7.4;
const LEAST_EDGE_PX = 4;
/** Degrees under the compass are written where each has so much room, those by the needle likewise. */
const [BEARING_PX, NEEDLE_PX] = [44, 64];

/** Draws a panorama as a strip: ridges by depth, the horizontal, places with labels, a compass. Text stays text. */
export function panoramaSvg(panorama: Panorama, options: Partial<PanoramaSvgOptions> = {}): string {
  const chosen = { ...PANORAMA_SVG_DEFAULTS, ...options };
  const palette = PALETTES[chosen.theme];
  const labels = placeLabels(panorama, chosen);
  const rows = labels.reduce((most, { row }) => Math.max(most, row + 1), 0);
  const scale: StripScale = {
    left: SIDE,
    top: ABOVE + rows * LABEL_ROW,
    width: chosen.widthPx - 2 * SIDE,
    height: chosen.landscapePx,
    fromDeg: chosen.centreDeg - 180,
    spanDeg: 360,
    ...stripAngles(panorama),
  };
  const heightPx = scale.top + scale.height + COMPASS;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${chosen.widthPx}" height="${heightPx}" viewBox="0 0 ${chosen.widthPx} ${heightPx}" role="img" aria-label="${escapeXml(`Panorama ${chosen.title}`.trim())}" font-family="'Inter Variable', Inter, 'Noto Sans', system-ui, sans-serif" font-size="13">`,
    `<rect width="100%" height="100%" fill="${palette.surface}"/>`,
    ...headOf(panorama, chosen, palette),
    ...landscapeOf(panorama, scale, palette, chosen.theme),
    ...elevationAxis(scale, palette),
    ...labels.flatMap((label) => labelOf(label, scale, palette, chosen.units)),
    ...compassOf(panorama, scale, palette),
    '</svg>',
    '',
  ].join('\n');
}

function headOf(panorama: Panorama, { title, units, widthPx }: PanoramaSvgOptions, palette: Palette): string[] {
  const facts = [
    `antenna ${clearanceText(panorama.antennaAltitudeM, units)} above the datum`,
    `looks ${distanceText(panorama.rangeM, units)} far`,
    panorama.kFactor === Infinity ? 'flat Earth' : `k ${numberText(panorama.kFactor, 2)}`,
    panorama.declinationDeg === null ? 'true north' : `magnetic north ${signedText(panorama.declinationDeg)}`,
  ].join(' · ');
  return [
    text(SIDE, 28, title, `fill="${palette.ink}" font-size="17" font-weight="620"`),
    text(widthPx - SIDE, 28, facts, `fill="${palette.inkSoft}" text-anchor="end"`),
  ];
}

function signedText(degrees: number): string {
  return `${numberText(Math.abs(degrees), 1)}° ${degrees < 0 ? 'W' : 'E'}`;
}

function landscapeOf(panorama: Panorama, scale: StripScale, palette: Palette, theme: PanoramaSvgOptions['theme']): string[] {
  const { left, top, width, height } = scale;
  const [sky, haze, near] = landscapeShades(palette, theme === 'dark');
  const bottom = px(top + height);
  const ridges = silhouettes(panorama, scale).map(({ depth, points }) => {
    const line = points.map(([x, y]) => `${px(x)},${px(y)}`).join('L');
    const fill = mixedColor(near, haze, depth ** 0.85);
    const edge = mixedColor(fill, palette.ink, 0.28);
    return (
      `<path d="M${px(left)},${bottom}L${line}L${px(left + width)},${bottom}Z" fill="${fill}"/>` +
      `<path d="M${line}" fill="none" stroke="${edge}" stroke-width="0.8" stroke-linejoin="round"/>`
    );
  });
  return [
    `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${sky}"/><stop offset="1" stop-color="${palette.surface}"/></linearGradient></defs>`,
    `<rect x="${left}" y="${px(top)}" width="${width}" height="${height}" fill="url(#sky)"/>`,
    ...ridges,
  ];
}

/** Labels of the axis stand so far apart at least, pixels. */
const AXIS_LABEL_PX = 18;

function elevationAxis(scale: StripScale, palette: Palette): string[] {
  const step = roundStep(scale.topDeg - scale.bottomDeg, Math.max(2, Math.min(8, Math.floor(scale.height / AXIS_LABEL_PX))));
  const lines: string[] = [];
  for (let at = Math.ceil(scale.bottomDeg / step); at * step <= scale.topDeg; at++) {
    const y = px(downStrip(scale, at * step));
    const style = at === 0 ? 'stroke-width="1" stroke-dasharray="6 4" opacity="0.7"' : 'stroke-width="0.6" opacity="0.18"';
    lines.push(`<path d="M${scale.left},${y}H${scale.left + scale.width}" stroke="${palette.ink}" fill="none" ${style}/>`);
    lines.push(
      text(scale.left - 8, y + 4, `${numberText(at * step, step < 1 ? 1 : 0)}°`, `fill="${palette.inkSoft}" text-anchor="end"`),
    );
  }
  return lines;
}

interface Label {
  readonly site: PanoramaSite;
  readonly row: number;
  readonly x: number;
  readonly textX: number;
}

/** Each label on the lowest row that is free there, those in sight first; those that find none are not written, their marks are. */
function placeLabels({ sites }: Panorama, { widthPx, centreDeg, units, mostLabelRows }: PanoramaSvgOptions): Label[] {
  const across = {
    left: SIDE,
    width: widthPx - 2 * SIDE,
    fromDeg: centreDeg - 180,
    spanDeg: 360,
    top: 0,
    height: 0,
    topDeg: 0,
    bottomDeg: 0,
  };
  const placed = sites.map((site) => ({ site, x: acrossStrip(across, site.azimuthDeg) }));
  const order = ({ isVisible }: PanoramaSite): number => (isVisible === true ? 0 : 1);
  placed.sort((a, b) => order(a.site) - order(b.site) || a.x - b.x || a.site.distanceM - b.site.distanceM);
  const taken = Array.from({ length: mostLabelRows }, (): (readonly [from: number, until: number])[] => []);
  return placed.map(({ site, x }) => {
    const wide = Math.max(site.name.length, noteOf(site, units).length) * LETTER_PX + 16;
    const textX = x + wide > widthPx - 8 ? x - wide : x;
    // Between marks and edge of a narrow picture there may be room on neither side.
    const isWhole = textX >= LEAST_EDGE_PX;
    const row = isWhole
      ? taken.findIndex((labels) => labels.every(([from, until]) => until <= textX || from >= textX + wide))
      : -1;
    taken[row]?.push([textX, textX + wide]);
    return { site, row, x, textX };
  });
}

const CAUSES: Readonly<Record<HorizonCause, string>> = {
  ground: 'the ground',
  building: 'a building',
  trees: 'trees',
  surface: 'a building or trees',
};

/** Bearing, distance and what hides a place. */
function noteOf({ azimuthDeg, distanceM, isVisible, hiddenBy }: PanoramaSite, units: UnitSystem): string {
  const place = `${bearingText(azimuthDeg)} · ${distanceText(distanceM, units)}`;
  if (isVisible === null) return `${place} · height unknown`;
  if (hiddenBy === null) return isVisible ? `${place} · visible` : `${place} · hidden`;
  return `${place} · behind ${CAUSES[hiddenBy.cause]} at ${distanceText(hiddenBy.distanceM, units)}, ${clearanceText(hiddenBy.missingM, units)} short`;
}

function labelOf({ site, row, x, textX }: Label, scale: StripScale, palette: Palette, units: UnitSystem): string[] {
  const color = site.isVisible === null ? palette.existing : site.isVisible ? palette.clear : palette.blocked;
  const y = downStrip(scale, Number.isNaN(site.elevationDeg) ? 0 : site.elevationDeg);
  const dash = site.isVisible === true ? '' : ' stroke-dasharray="2 3"';
  const textY = scale.top - 8 - row * LABEL_ROW;
  const halo = `stroke="${palette.surface}" stroke-width="4" paint-order="stroke"`;
  const mark =
    site.isVisible === true
      ? `<path d="M${px(x)},${px(y - 6)}l6,10h-12z" fill="${color}" stroke="${palette.surface}"/>`
      : `<path d="M${px(x - 4)},${px(y - 4)}l8,8m0,-8l-8,8" stroke="${palette.surface}" stroke-width="4" fill="none"/><path d="M${px(x - 4)},${px(y - 4)}l8,8m0,-8l-8,8" stroke="${color}" stroke-width="1.8" fill="none"/>`;
  if (row < 0) return [`<g>${tooltip(site, units)}${mark}</g>`];
  return [
    `<g>${tooltip(site, units)}`,
    `<path d="M${px(x)},${px(textY - 22)}V${px(y - 7)}" stroke="${color}" stroke-width="1"${dash} fill="none"/>`,
    mark,
    text(textX + 5, textY - 14, site.name, `${halo} fill="${palette.ink}" font-weight="620"`),
    text(
      textX + 5,
      textY + 1,
      noteOf(site, units),
      `${halo} fill="${site.isVisible === true ? color : palette.inkSoft}" font-size="12"`,
    ),
    '</g>',
  ];
}

function tooltip(site: PanoramaSite, units: UnitSystem): string {
  return `<title>${escapeXml(`${site.name}: ${noteOf(site, units)}`)}</title>`;
}

function compassOf({ declinationDeg }: Panorama, scale: StripScale, palette: Palette): string[] {
  const y = scale.top + scale.height;
  const parts = [`<path d="M${scale.left},${y}H${scale.left + scale.width}" stroke="${palette.ink}"/>`];
  for (let at = 0; at <= 360; at += 5) {
    const bearing = scale.fromDeg + at;
    const x = px(scale.left + (scale.width * at) / 360);
    const named = compassName(bearing);
    const long = bearing % 15 === 0 ? 9 : 5;
    parts.push(`<path d="M${x},${y}v${long}" stroke="${palette.ink}"/>`);
    if (bearing % 15 !== 0 || (named === null && (scale.width * 15) / 360 < BEARING_PX)) continue;
    const style = named === null ? `fill="${palette.inkSoft}"` : `fill="${palette.ink}" font-weight="620" font-size="15"`;
    parts.push(text(x, y + 25, named ?? bearingText(bearing), `${style} text-anchor="middle"`));
  }
  if (declinationDeg === null) return parts;
  const step = (scale.width * 30) / 360 < NEEDLE_PX ? 90 : 30;
  for (let magnetic = 0; magnetic < 360; magnetic += step) {
    const x = acrossStrip(scale, magnetic + declinationDeg);
    parts.push(`<path d="M${px(x)},${y + 42}v6" stroke="${palette.inkSoft}"/>`);
    parts.push(text(x, y + 62, `${bearingText(magnetic)} mag`, `fill="${palette.inkSoft}" font-size="12" text-anchor="middle"`));
  }
  return parts;
}

function text(x: number, y: number, words: string, style: string): string {
  return words === '' ? '' : `<text x="${px(x)}" y="${px(y)}" ${style}>${escapeXml(words)}</text>`;
}

function px(value: number): number {
  return Math.round(value * 10) / 10;
}
