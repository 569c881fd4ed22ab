import { channelsOf } from '../base/colour.ts';
import type { CoverageAnswer } from '../workers/jobs.ts';
import { coverageColours, type CoverageFill, type CoverageLook } from '../commands/study/coverage-classes.ts';

/** Colours a coverage: nothing is computed anew for another colouring. */
export function drawCoverage(answer: CoverageAnswer, look: CoverageLook): HTMLCanvasElement {
  const { width, height, cells } = answer.picture;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d');
  const image = context?.createImageData(width, height);
  if (!context || !image) return canvas;
  const { classes, classOf } = coverageColours(answer, look);
  const colours = classes.map(({ colour }) => channelsOf(colour));
  const classOfCell = Int16Array.from(answer.result.seenBy, (_, cell) => classOf(cell));
  for (let pixel = 0; pixel < cells.length; pixel++) {
    const found = classOfCell[cells[pixel] ?? -1] ?? -1;
    const fill = classes[found]?.fill;
    if (fill === undefined || !isInked(fill, pixel % width, Math.floor(pixel / width))) continue;
    const [red, green, blue] = colours[found] ?? [];
    image.data.set([red ?? 0, green ?? 0, blue ?? 0, 255], pixel * 4);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** Stripes rise to the right, dots stand far apart. */
function isInked(fill: CoverageFill, x: number, y: number): boolean {
  if (fill === 'full') return true;
  return fill === 'stripes' ? (x + y) % 8 < 5 : x % 6 < 2 && y % 6 < 2;
}
