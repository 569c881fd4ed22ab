import { METRES_PER_FOOT, METRES_PER_MILE } from '../../base/units.ts';
import { numberText, type UnitSystem } from '../../base/quantity-text.ts';
import { paperPalette } from '../../base/palette.ts';
import type { Drawing, PagePoint } from '../../io/drawing.ts';

/** One bar: how much ground, how long on paper, what is written at its end. */
export interface ScaleBar {
  readonly groundM: number;
  readonly lengthMm: number;
  readonly label: string;
}

const STEPS = [1, 2, 5] as const;

/** The longest round bar of a unit that is no longer than `longestMm`: metres or kilometres, feet or miles. */
export function scaleBar(scale: number, longestMm: number, units: UnitSystem): ScaleBar {
  const mostM = (longestMm * scale) / 1000;
  const large = units === 'us' ? METRES_PER_MILE : 1000;
  const [unitM, name] =
    mostM >= large ? [large, units === 'us' ? 'mi' : 'km'] : units === 'us' ? [METRES_PER_FOOT, 'ft'] : [1, 'm'];
  const count = roundDown(mostM / unitM);
  return { groundM: count * unitM, lengthMm: (count * unitM * 1000) / scale, label: `${numberText(count)} ${name}` };
}

/** The largest of 1, 2, 5 × a power of ten that is not greater. */
function roundDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const step = STEPS.findLast((one) => one * power <= value * (1 + 1e-9)) ?? 1;
  return step * power;
}

/**
 * Draws the bars of both unit systems, the people's own first, from a point on their left. `size` multiplies type and thickness, never a
 * length.
 */
export function drawScaleBars(
  paper: Drawing,
  [x, y]: PagePoint,
  scale: number,
  longestMm: number,
  units: UnitSystem,
  size = 1,
): void {
  const { ink } = paperPalette;
  const systems = units === 'us' ? (['us', 'metric'] as const) : (['metric', 'us'] as const);
  for (const [i, system] of systems.entries()) {
    const bar = scaleBar(scale, longestMm, system);
    const top = y + i * 7.5 * size;
    const style = { sizePt: 6 * size, color: ink };
    paper.text(x, top + 2.1 * size, '0', style);
    paper.text(x + bar.lengthMm, top + 2.1 * size, bar.label, {
      ...style,
      align: bar.lengthMm > longestMm * 0.7 ? 'right' : 'center',
    });
    for (let part = 0; part < 4; part++) {
      const fill = part % 2 === 0 ? ink : '#ffffff';
      paper.rectangle(x + (bar.lengthMm * part) / 4, top + 3 * size, bar.lengthMm / 4, 1.3 * size, {
        fill,
        stroke: { color: ink, widthMm: 0.15 },
      });
    }
  }
}
