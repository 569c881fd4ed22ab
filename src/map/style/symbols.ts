import type { Palette } from '../../base/palette.ts';

/** Drawn at twice the size for sharp screens. */
export const SYMBOL_PIXEL_RATIO = 2;
const SIZE_PX = 44;

export type SymbolName = 'star' | 'cabinet' | 'terminal' | 'diamond' | 'triangle' | 'cross';
export const SYMBOL_NAMES: readonly SymbolName[] = ['star', 'cabinet', 'terminal', 'diamond', 'triangle', 'cross'];

/** Outlines in a square from −1 to 1; the cross is a stroke. */
const OUTLINES: Record<Exclude<SymbolName, 'cross' | 'terminal'>, readonly (readonly [number, number])[]> = {
  star: Array.from({ length: 10 }, (_, i): [number, number] => {
    const radius = i % 2 === 0 ? 0.92 : 0.42;
    const angle = (Math.PI * i) / 5 - Math.PI / 2;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  }),
  cabinet: [
    [-0.55, -0.55],
    [0.55, -0.55],
    [0.55, 0.55],
    [-0.55, 0.55],
  ],
  diamond: [
    [0, -0.7],
    [0.7, 0],
    [0, 0.7],
    [-0.7, 0],
  ],
  triangle: [
    [0, -0.75],
    [0.75, 0.6],
    [-0.75, 0.6],
  ],
};

/** A symbol of the legend as an image for the map. */
export function symbolImage(name: SymbolName, p: Palette): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIZE_PX;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return new ImageData(SIZE_PX, SIZE_PX);
  context.translate(SIZE_PX / 2, SIZE_PX / 2);
  context.lineJoin = 'round';
  context.lineCap = 'round';
  const scale = SIZE_PX / 2 - 3;
  if (name === 'cross') drawCross(context, scale, p);
  else {
    const fill = { star: p.facility, cabinet: p.aerial, terminal: p.aerial, diamond: p.crossing, triangle: p.clear }[name];
    context.beginPath();
    if (name === 'terminal') context.arc(0, 0, scale * 0.62, 0, Math.PI * 2);
    else
      OUTLINES[name].forEach(([x, y], i) =>
        i === 0 ? context.moveTo(x * scale, y * scale) : context.lineTo(x * scale, y * scale),
      );
    context.closePath();
    context.lineWidth = 6;
    context.strokeStyle = p.ground;
    context.stroke();
    context.fillStyle = fill;
    context.fill();
  }
  return context.getImageData(0, 0, SIZE_PX, SIZE_PX);
}

function drawCross(context: CanvasRenderingContext2D, scale: number, p: Palette): void {
  const arm = scale * 0.5;
  for (const [width, colour] of [
    [10, p.ground],
    [5, p.blocked],
  ] as const) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.beginPath();
    context.moveTo(-arm, -arm);
    context.lineTo(arm, arm);
    context.moveTo(arm, -arm);
    context.lineTo(-arm, arm);
    context.stroke();
  }
}
