import type { MapEntry } from '../io/field-mapping.ts';

const KEY = 'weft-import-mappings';
/** Files of so many shapes are remembered. */
const MOST = 50;

/** What tells files of one shape: the layer they become and the columns they have. */
function shapeOf(layer: string, columns: readonly string[]): string {
  return [layer, ...[...columns].sort()].join('\n');
}

/** How the columns of a file of this shape were mapped the last time, or null. */
export function rememberedMapping(storage: Storage, layer: string, columns: readonly string[]): readonly MapEntry[] | null {
  const found = readAll(storage).find(([shape]) => shape === shapeOf(layer, columns));
  return found?.[1] ?? null;
}

/** Remembers how the columns of a file were mapped. A browser that has no room goes on without. */
export function rememberMapping(storage: Storage, layer: string, columns: readonly string[], map: readonly MapEntry[]): void {
  const shape = shapeOf(layer, columns);
  const kept = readAll(storage).filter(([other]) => other !== shape);
  try {
    storage.setItem(KEY, JSON.stringify([[shape, map], ...kept].slice(0, MOST)));
  } catch {
    // It is a convenience: the columns are found by their names again.
    return;
  }
}

function readAll(storage: Storage): [shape: string, map: readonly MapEntry[]][] {
  let stored: unknown;
  try {
    stored = JSON.parse(storage.getItem(KEY) ?? '[]');
  } catch {
    return [];
  }
  return Array.isArray(stored) ? stored.filter(isMemory) : [];
}

function isMemory(value: unknown): value is [string, readonly MapEntry[]] {
  if (!Array.isArray(value) || typeof value[0] !== 'string' || !Array.isArray(value[1])) return false;
  return value[1].every((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null || !('field' in entry) || typeof entry.field !== 'string') return false;
    return Object.values(entry).every(
      (part) => typeof part === 'string' || typeof part === 'number' || typeof part === 'boolean',
    );
  });
}
