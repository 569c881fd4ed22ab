import type { Palette } from '../base/palette.ts';
import type { CoveragePicture } from '../workers/jobs.ts';

const OUTSIDE = 255;
/** Opacity of what one, two, three, and more antennas see, 0 … 255. */
const COUNT_ALPHA = [0, 110, 165, 210, 255] as const;

/** Colours a coverage: nothing is computed anew for another colouring. */
export function drawCoverage(
  { width, height, seenBy }: CoveragePicture,
  colouring: 'seen' | 'count',
  palette: Palette,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d');
  const image = context?.createImageData(width, height);
  if (!context || !image) return canvas;
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(palette.clear.slice(at, at + 2), 16));
  for (let pixel = 0; pixel < seenBy.length; pixel++) {
    const count = seenBy[pixel] ?? OUTSIDE;
    if (count === OUTSIDE || count === 0) continue;
    image.data[pixel * 4] = red ?? 0;
    image.data[pixel * 4 + 1] = green ?? 0;
    image.data[pixel * 4 + 2] = blue ?? 0;
    image.data[pixel * 4 + 3] = colouring === 'seen' ? 255 : (COUNT_ALPHA[Math.min(count, COUNT_ALPHA.length - 1)] ?? 255);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
