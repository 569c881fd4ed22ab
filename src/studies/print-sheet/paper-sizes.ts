/** Sheets of paper by name: width and height upright, millimetres (ISO 216, ANSI/ASME Y14.1). */
export const PAPER_SIZES = {
  letter: { title: 'Letter, 8.5 × 11 in', mm: [215.9, 279.4] },
  tabloid: { title: 'Tabloid, 11 × 17 in', mm: [279.4, 431.8] },
  'arch-c': { title: 'Arch C, 18 × 24 in', mm: [457.2, 609.6] },
  'arch-d': { title: 'Arch D, 24 × 36 in', mm: [609.6, 914.4] },
  a4: { title: 'A4, 210 × 297 mm', mm: [210, 297] },
  a3: { title: 'A3, 297 × 420 mm', mm: [297, 420] },
  a2: { title: 'A2, 420 × 594 mm', mm: [420, 594] },
  a1: { title: 'A1, 594 × 841 mm', mm: [594, 841] },
} as const satisfies Record<string, { readonly title: string; readonly mm: readonly [number, number] }>;

export type PaperSize = keyof typeof PAPER_SIZES;

export const PAPER_NAMES = Object.keys(PAPER_SIZES) as PaperSize[]; // its own keys
