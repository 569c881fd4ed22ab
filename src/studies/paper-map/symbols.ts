import { paperPalette } from '../../base/palette.ts';
import type { Drawing, PagePoint, Stroke } from '../../io/drawing.ts';

/** One look for each thing, on maps and in their legends alike. Sizes in millimetres. */
const { aerial, underground, drop, existing, crossing, facility, pole, neighbourhood, premises, ground } = paperPalette;
const { clear, marginal, blocked, tooClose, inkSoft } = paperPalette;

/** Width of a route by the fibres that it carries: 0.55 to 1.2 mm. */
export function routeWidthMm(fibres: number): number {
  if (fibres <= 24) return 0.55;
  if (fibres <= 96) return 0.75;
  return fibres <= 288 ? 0.95 : 1.2;
}

export const LINES = {
  aerial: (widthMm: number): Stroke => ({ color: aerial, widthMm }),
  underground: (widthMm: number): Stroke => ({ color: underground, widthMm, dashMm: [3.2, 1.3] }),
  /** Fibres in a cable in service: nothing is built. */
  lent: (widthMm: number): Stroke => ({ color: existing, widthMm, dashMm: [3.2, 0.9, 0.7, 0.9] }),
  drop: { color: drop, widthMm: 0.22 },
  undergroundDrop: { color: drop, widthMm: 0.22, dashMm: [1.1, 0.6] },
  join: { color: crossing, widthMm: 0.7, dashMm: [0.7, 0.9] },
  existing: { color: existing, widthMm: 0.4 },
  neighbourhood: { color: neighbourhood, widthMm: 0.35, dashMm: [4, 1.2, 0.6, 1.2] },
  /** Of all of them: edges that two share lie on each other, which dashes would not bear. */
  neighbourhoods: { color: neighbourhood, widthMm: 0.25 },
  condition: { color: marginal, widthMm: 0.9 },
  /** Radio links by verdict, told apart without colour too. */
  links: {
    clear: { color: clear, widthMm: 0.65 },
    marginal: { color: marginal, widthMm: 0.65, dashMm: [1.8, 1] },
    blocked: { color: blocked, widthMm: 0.65, dashMm: [0.05, 1.1], cap: 'round' },
    'too-close': { color: tooClose, widthMm: 0.65, dashMm: [2.6, 0.9, 0.6, 0.9] },
    open: { color: inkSoft, widthMm: 0.5, dashMm: [1.4, 1] },
  },
} as const;

export const SYMBOLS = {
  poleUsed: (paper: Drawing, [x, y]: PagePoint) =>
    paper.circle(x, y, 0.62, { fill: ground, stroke: { color: pole, widthMm: 0.25 } }),
  poleMakeReady: (paper: Drawing, [x, y]: PagePoint) =>
    paper.circle(x, y, 0.68, { fill: pole, stroke: { color: ground, widthMm: 0.12 } }),
  poleNew: (paper: Drawing, [x, y]: PagePoint) => {
    paper.circle(x, y, 0.95, { fill: ground, stroke: { color: aerial, widthMm: 0.3 } });
    paper.line(
      [
        [x - 0.5, y],
        [x + 0.5, y],
      ],
      { color: aerial, widthMm: 0.25 },
    );
    paper.line(
      [
        [x, y - 0.5],
        [x, y + 0.5],
      ],
      { color: aerial, widthMm: 0.25 },
    );
  },
  poleOther: (paper: Drawing, [x, y]: PagePoint) =>
    paper.circle(x, y, 0.32, { fill: ground, stroke: { color: existing, widthMm: 0.12 } }),
  premises: (paper: Drawing, [x, y]: PagePoint) => paper.circle(x, y, 0.42, { fill: premises }),
  notReached: (paper: Drawing, [x, y]: PagePoint) =>
    paper.circle(x, y, 0.85, { fill: ground, stroke: { color: blocked, widthMm: 0.35 } }),
  site: (paper: Drawing, [x, y]: PagePoint) =>
    paper.area(
      [
        [
          [x, y - 1.9],
          [x + 1.9, y + 1.5],
          [x - 1.9, y + 1.5],
        ],
      ],
      { fill: clear, stroke: { color: ground, widthMm: 0.35 } },
    ),
  terminal: (paper: Drawing, [x, y]: PagePoint) =>
    paper.circle(x, y, 0.95, { fill: drop, stroke: { color: aerial, widthMm: 0.28 } }),
  riser: (paper: Drawing, [x, y]: PagePoint) =>
    paper.area(
      [
        [
          [x, y - 1.05],
          [x + 0.95, y + 0.7],
          [x - 0.95, y + 0.7],
        ],
      ],
      { fill: underground, stroke: { color: ground, widthMm: 0.15 } },
    ),
  crossing: (paper: Drawing, [x, y]: PagePoint) =>
    paper.area(
      [
        [
          [x, y - 1.35],
          [x + 1.35, y],
          [x, y + 1.35],
          [x - 1.35, y],
        ],
      ],
      { fill: '#ffffff', stroke: { color: crossing, widthMm: 0.45 } },
    ),
  cabinet: (paper: Drawing, [x, y]: PagePoint) =>
    paper.rectangle(x - 1.25, y - 1.25, 2.5, 2.5, { fill: facility, stroke: { color: ground, widthMm: 0.35 } }),
  facility: (paper: Drawing, at: PagePoint) =>
    paper.area([star(at, 2.6)], { fill: facility, stroke: { color: ground, widthMm: 0.35 } }),
} as const;

function star([x, y]: PagePoint, radius: number): PagePoint[] {
  return Array.from({ length: 10 }, (_, i): PagePoint => {
    const r = i % 2 === 0 ? radius : radius * 0.42;
    const angle = (i * Math.PI) / 5;
    return [x + r * Math.sin(angle), y - r * Math.cos(angle)];
  });
}
