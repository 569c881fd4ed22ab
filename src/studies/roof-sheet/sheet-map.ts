import { paperPalette as palette } from '../../base/palette.ts';
import { distanceText, type UnitSystem } from '../../base/quantity-text.ts';
import { metresPerDegree } from '../../geo/geodesy.ts';
import { cellOfModel } from '../../geo/grid.ts';
import type { LngLat } from '../../geo/position.ts';
import type { PagePoint, Picture, Stroke } from '../../io/drawing.ts';
import type { Paper } from '../../io/pdf/paper.ts';
import type { LinkResult } from '../link/result.ts';
import { channelsOf, mixedColor } from '../../base/colour.ts';
import type { RoofSheet, SheetLink } from './study.ts';

/** How a link is drawn by its verdict: colour and dash. */
export function verdictStroke({ verdict, confident }: LinkResult): Stroke {
  if (!confident) return { color: palette.tooClose, widthMm: 0.6, dashMm: [2.4, 0.8, 0.6, 0.8] };
  if (verdict === 'clear') return { color: palette.clear, widthMm: 0.6 };
  if (verdict === 'marginal') return { color: palette.marginal, widthMm: 0.6, dashMm: [1.6, 0.9] };
  return { color: palette.blocked, widthMm: 0.6, dashMm: [0.5, 0.9] };
}

/** A letter for each link, the same on map, table and skyline. */
export function lettersOf(links: readonly SheetLink[]): string[] {
  return links.map((_, i) => String.fromCharCode(65 + i));
}

interface MapPlace {
  readonly left: number;
  readonly top: number;
  readonly sizeMm: number;
  readonly units: UnitSystem;
}

const PIXELS = 352;

/** A square map, north up: what stands on the ground, the links, the roof in the middle of them. */
export function drawSheetMap(paper: Paper, sheet: RoofSheet, place: MapPlace): void {
  const positions = [sheet.roof.position, ...sheet.links.map(({ site }) => site.position)];
  const lats = positions.map(([, lat]) => lat);
  const lngs = positions.map(([lng]) => lng);
  const middle: LngLat = [(Math.min(...lngs) + Math.max(...lngs)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2];
  const { east, north } = metresPerDegree(middle[1]);
  const spanM =
    1.24 * Math.max((Math.max(...lngs) - Math.min(...lngs)) * east, (Math.max(...lats) - Math.min(...lats)) * north, 200);
  const { left, top, sizeMm } = place;
  const onPage = ([lng, lat]: LngLat): PagePoint => [
    left + sizeMm * (0.5 + ((lng - middle[0]) * east) / spanM),
    top + sizeMm * (0.5 - ((lat - middle[1]) * north) / spanM),
  ];
  paper.picture(left, top, sizeMm, sizeMm, groundPicture(sheet, middle, spanM));
  const letters = lettersOf(sheet.links);
  paper.within(left, top, sizeMm, sizeMm, () => {
    const from = onPage(sheet.roof.position);
    for (const { site, result } of [...sheet.links].reverse()) {
      const line = [from, onPage(site.position)];
      paper.line(line, { color: '#ffffff', widthMm: 1.3 });
      paper.line(line, verdictStroke(result));
      const { lon, lat } = result.limitingPoint;
      if (result.verdict === 'blocked') drawCross(paper, onPage([lon, lat]), verdictStroke(result).color);
    }
    sheet.links.forEach(({ site }, i) => {
      const [x, y] = onPage(site.position);
      drawTriangle(paper, x, y, palette.facility);
      paper.text(x, y - 2.6, letters[i] ?? '', {
        sizePt: 9,
        bold: true,
        color: palette.ink,
        align: 'center',
        haloColor: '#ffffff',
      });
    });
    paper.circle(from[0], from[1], 1.9, { fill: palette.accent, stroke: { color: '#ffffff', widthMm: 0.5 } });
  });
  paper.rectangle(left, top, sizeMm, sizeMm, { stroke: { color: palette.line, widthMm: 0.25 } });
  drawScale(paper, place, spanM);
}

function drawCross(paper: Paper, [x, y]: PagePoint, color: string): void {
  for (const stroke of [
    { color: '#ffffff', widthMm: 1.1 },
    { color, widthMm: 0.5 },
  ]) {
    paper.line(
      [
        [x - 1.2, y - 1.2],
        [x + 1.2, y + 1.2],
      ],
      stroke,
    );
    paper.line(
      [
        [x - 1.2, y + 1.2],
        [x + 1.2, y - 1.2],
      ],
      stroke,
    );
  }
}

function drawTriangle(paper: Paper, x: number, y: number, fill: string): void {
  const ring: PagePoint[] = [
    [x, y - 1.9],
    [x + 1.8, y + 1.3],
    [x - 1.8, y + 1.3],
  ];
  paper.area([ring], { fill, stroke: { color: '#ffffff', widthMm: 0.35 } });
}

/** Ground shaded from the north-west, what stands on it the darker the higher. */
function groundPicture({ scene, toModel }: RoofSheet, middle: LngLat, spanM: number): Picture {
  const { ground, obstacle } = scene;
  const { east, north } = metresPerDegree(middle[1]);
  const rgb = new Uint8Array(PIXELS * PIXELS * 3);
  const read = (values: Float32Array, c: number, r: number): number =>
    c >= 0 && r >= 0 && c < ground.width && r < ground.height ? (values[r * ground.width + c] ?? NaN) : NaN;
  for (let py = 0; py < PIXELS; py++) {
    for (let px = 0; px < PIXELS; px++) {
      const lng = middle[0] + (((px + 0.5) / PIXELS - 0.5) * spanM) / east;
      const lat = middle[1] - (((py + 0.5) / PIXELS - 0.5) * spanM) / north;
      const [c, r] = cellOfModel(ground, ...toModel(lng, lat)).map(Math.round) as [number, number]; // two in, two out
      const groundM = read(ground.values, c, r);
      const slope = read(ground.values, c + 1, r + 1) - read(ground.values, c - 1, r - 1);
      const aboveM = read(obstacle.values, c, r) - groundM;
      const shade = Number.isNaN(slope) ? 0 : Math.max(-0.5, Math.min(0.5, slope / 60));
      const base = Number.isNaN(groundM) ? '#ffffff' : mixedColor('#f3f1eb', shade > 0 ? '#b9b3a4' : '#ffffff', Math.abs(shade));
      const color = aboveM > 0.5 ? mixedColor(base, '#8f8878', Math.min(0.75, 0.22 + aboveM / 60)) : base;
      rgb.set(channelsOf(color), (py * PIXELS + px) * 3);
    }
  }
  return { width: PIXELS, height: PIXELS, rgb };
}

function drawScale(paper: Paper, { left, top, sizeMm, units }: MapPlace, spanM: number): void {
  const unitM = units === 'us' ? 0.3048 : 1;
  const most = spanM / 4 / unitM;
  const power = 10 ** Math.floor(Math.log10(most));
  const length = ([5, 2, 1].find((step) => step * power <= most) ?? 1) * power * unitM;
  const wide = (length / spanM) * sizeMm;
  const [x, y] = [left + 3, top + sizeMm - 3];
  paper.line(
    [
      [x, y],
      [x + wide, y],
    ],
    { color: '#ffffff', widthMm: 1.4 },
  );
  paper.line(
    [
      [x, y],
      [x + wide, y],
    ],
    { color: palette.ink, widthMm: 0.5 },
  );
  paper.text(x, y - 1.4, distanceText(length, units), { sizePt: 7.5, color: palette.ink, haloColor: '#ffffff' });
  paper.text(left + sizeMm - 4, top + 6, 'N', {
    sizePt: 9,
    bold: true,
    align: 'center',
    color: palette.ink,
    haloColor: '#ffffff',
  });
  paper.line(
    [
      [left + sizeMm - 4, top + 11],
      [left + sizeMm - 4, top + 7],
    ],
    { color: palette.ink, widthMm: 0.4 },
  );
}
