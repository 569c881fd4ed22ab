import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { computeViewshed, targetAngleDeg, type ViewshedMethod } from '../../../src/radio/viewshed.ts';
import { squaredDistanceM2, type ViewshedInput } from '../../../src/radio/viewshed-field.ts';
import { bytesOfBits } from '../../support/bytes-of-bits.ts';
import { fractalTerrain } from '../../support/fractal-terrain.ts';
import { describeWithData, testData } from '../../support/test-data.ts';

const SIZE = 96;

function inputOver(heights: Float32Array, width: number, over: Partial<ViewshedInput> = {}): ViewshedInput {
  const height = heights.length / width;
  const [column, row] = [over.column ?? 40, over.row ?? 50];
  const line = (value: number): Float64Array => new Float64Array(height).fill(value);
  return {
    width,
    height,
    obstacleM: heights,
    targetBaseM: heights,
    targetHeightM: 2,
    column,
    row,
    antennaAltitudeM: groundAt(heights, width, column, row) + 10,
    metric: { across: line(100), skew: line(0), down: line(100) },
    dropPerM2: 0,
    radiusM: Infinity,
    ...over,
  };
}

/** Linear along a row or column of centres, bilinear elsewhere; unknown where a cell with weight is. */
function groundAt(heights: Float32Array, width: number, x: number, y: number): number {
  const [c, r] = [Math.floor(x + 1e-9), Math.floor(y + 1e-9)];
  const [u, v] = [Math.max(0, x - c), Math.max(0, y - r)];
  const at = (column: number, row: number): number => heights[row * width + column] ?? NaN;
  const upper = u < 1e-9 ? at(c, r) : at(c, r) * (1 - u) + at(c + 1, r) * u;
  if (v < 1e-9) return upper;
  return upper * (1 - v) + (u < 1e-9 ? at(c, r + 1) : at(c, r + 1) * (1 - u) + at(c + 1, r + 1) * u) * v;
}

/** The definition, ray by ray and crossing by crossing, with the bulge of a chord instead of sunk ground. */
function plainViewshed(input: ViewshedInput): Uint8Array {
  const { width, height, column, row, antennaAltitudeM: antennaM, dropPerM2 } = input;
  const seen = new Uint8Array(width * height);
  for (let r = 0; r < height; r++) {
    for (let c = 0; c < width; c++) {
      const targetM = input.targetBaseM[r * width + c]! + input.targetHeightM;
      const d2 = squaredDistanceM2(input, c, r);
      if (Number.isNaN(targetM) || d2 > input.radiusM ** 2) continue;
      const clears = (x: number, y: number, t: number): boolean => {
        const rayM = antennaM + (targetM - antennaM) * t - dropPerM2 * d2 * t * (1 - t);
        return t <= 0 || t >= 1 || !(groundAt(input.obstacleM, width, x, y) > rayM + 1e-6);
      };
      let isFree = true;
      for (let x = Math.ceil(Math.min(column, c)); x <= Math.max(column, c) && isFree; x++)
        if (c !== column) isFree = clears(x, row + ((r - row) * (x - column)) / (c - column), (x - column) / (c - column));
      for (let y = Math.ceil(Math.min(row, r)); y <= Math.max(row, r) && isFree; y++)
        if (r !== row) isFree = clears(column + ((c - column) * (y - row)) / (r - row), y, (y - row) / (r - row));
      if (isFree) seen[r * width + c] = 255;
    }
  }
  return seen;
}

/** What is computed, as bytes. */
async function seenFrom(input: ViewshedInput, method: ViewshedMethod): Promise<Uint8Array> {
  return bytesOfBits(await computeViewshed(input, method, quietJob));
}

function differences(one: Uint8Array, other: Uint8Array): number {
  return one.reduce((sum, value, index) => sum + (value === other[index] ? 0 : 1), 0);
}

function agreement(one: Uint8Array, other: Uint8Array): number {
  let [both, either] = [0, 0];
  one.forEach((value, index) => {
    if (value !== 0 && other[index] !== 0) both++;
    if (value !== 0 || other[index] !== 0) either++;
  });
  return both / either;
}

/** Hills of 96 × 96 cells; a few cells are unknown. */
function hills(seed: number): Float32Array {
  const heights = fractalTerrain(SIZE, seed, 120);
  for (let i = 0; i < 60; i++) heights[(i * 7919 + seed * 131) % heights.length] = NaN;
  return heights;
}

describe('an exact viewshed', () => {
  const places = [
    [40, 50],
    [40.3, 50.8],
    [0, 0],
    [95, 20],
    [12.5, 95],
    [60, 33.25],
  ] as const;

  it('is, cell by cell, what the definition says, from centres, between them and from corners', async () => {
    for (const [seed, [column, row]] of places.entries()) {
      const heights = hills(seed + 1);
      if (Number.isNaN(groundAt(heights, SIZE, column, row))) continue;
      const input = inputOver(heights, SIZE, { column, row });
      expect(differences(await seenFrom(input, 'exact'), plainViewshed(input)), `from ${column}, ${row}`).toBe(0);
    }
  });

  it('takes curvature, a radius, cells that are not square and other targets into account', async () => {
    const heights = hills(9);
    const line = (value: number): Float64Array => new Float64Array(SIZE).fill(value);
    const metric = { across: line(90 ** 2), skew: line(0), down: line(60 ** 2) };
    const roofs = heights.map((height) => height + 4);
    // The drop of a small planet, so that it shows over 9 km.
    const input = inputOver(heights, SIZE, { metric, dropPerM2: 1e-6, radiusM: 2500, targetBaseM: roofs });
    const seen = await seenFrom(input, 'exact');
    expect(differences(seen, plainViewshed(input))).toBe(0);
    expect(differences(seen, await seenFrom({ ...input, dropPerM2: 0 }, 'exact'))).toBeGreaterThan(20);
  });

  it('sees all of a plain, and nothing behind a wall that is higher than the antenna', async () => {
    const plain = new Float32Array(SIZE * SIZE).fill(100);
    expect(await seenFrom(inputOver(plain, SIZE), 'exact')).toEqual(new Uint8Array(SIZE * SIZE).fill(255));
    for (let r = 0; r < SIZE; r++) plain[r * SIZE + 60] = 200;
    for (const method of ['fast', 'exact'] as const) {
      const seen = await seenFrom(inputOver(plain, SIZE), method);
      const behind = seen.filter((_, index) => index % SIZE > 60);
      expect(Math.max(...behind)).toBe(0);
      const wrong = [...seen].flatMap((value, index) =>
        value === 255 || index % SIZE > 60 ? [] : [`${method} ${index % SIZE},${Math.floor(index / SIZE)}`],
      );
      expect(wrong).toEqual([]);
    }
  });
});

describe('a fast viewshed', () => {
  it('sees in a window cut out of a raster, bit for bit, what it sees there in the whole, and so does the exact one', async () => {
    const size = 300;
    const heights = fractalTerrain(size, 6, 200);
    for (let i = 0; i < 90; i++) heights[(i * 7919) % heights.length] = NaN;
    const [left, top, width, height] = [37, 21, 190, 203];
    const cut = Float32Array.from({ length: width * height }, (_, i) => {
      return heights[(top + Math.floor(i / width)) * size + left + (i % width)]!;
    });
    const place = { dropPerM2: 1e-7, radiusM: 700 };
    for (const [column, row] of [
      [130, 120],
      [118.25, 131.5],
    ] as const) {
      const whole = inputOver(heights, size, { ...place, column, row });
      const { antennaAltitudeM } = whole;
      const part = inputOver(cut, width, { ...place, column: column - left, row: row - top, antennaAltitudeM });
      for (const method of ['fast', 'exact'] as const) {
        const [all, some] = [await seenFrom(whole, method), await seenFrom(part, method)];
        const within = some.map((_, i) => all[(top + Math.floor(i / width)) * size + left + (i % width)]!);
        expect(differences(some, within), `${method} from ${column}, ${row}`).toBe(0);
      }
    }
  });

  it('passes over tiles without altering anything: the same raster upside down, with other tiles, is seen alike', async () => {
    const size = 200;
    const heights = fractalTerrain(size, 8, 300);
    const turned = Float32Array.from(heights, (_, i) => heights[(size - 1 - Math.floor(i / size)) * size + (i % size)]!);
    const upright = await seenFrom(inputOver(heights, size, { column: 90, row: 70 }), 'fast');
    const mirrored = await seenFrom(inputOver(turned, size, { column: 90, row: size - 1 - 70 }), 'fast');
    const back = upright.map((_, i) => mirrored[(size - 1 - Math.floor(i / size)) * size + (i % size)]!);
    expect(differences(upright, back)).toBe(0);
  });

  it('differs from the exact one in under a hundredth of what is seen', async () => {
    const size = 512;
    const heights = fractalTerrain(size, 4, 400);
    for (const [column, row] of [
      [256, 256],
      [100.4, 77.7],
      [400, 130],
      [60, 440],
    ] as const) {
      const input = inputOver(heights, size, { column, row });
      expect(agreement(await seenFrom(input, 'fast'), await seenFrom(input, 'exact'))).toBeGreaterThan(0.99);
    }
  });

  it('shows no cell without a known height and hides nothing behind one', async () => {
    const heights = new Float32Array(SIZE * SIZE).fill(50);
    for (let r = 20; r < 80; r++) for (let c = 55; c < 58; c++) heights[r * SIZE + c] = NaN;
    for (const method of ['fast', 'exact'] as const) {
      const seen = await seenFrom(inputOver(heights, SIZE), method);
      const wrong = [...seen].flatMap((value, index) =>
        value === (Number.isNaN(heights[index]!) ? 0 : 255) ? [] : [`${method} ${index % SIZE},${Math.floor(index / SIZE)}`],
      );
      expect(wrong).toEqual([]);
    }
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    controller.abort();
    const job = { signal: controller.signal, progress: () => undefined };
    const heights = fractalTerrain(2048, 4, 400);
    await expect(computeViewshed(inputOver(heights, 2048), 'fast', job).then(() => 'done')).rejects.toThrow(/abort/i);
  });
});

/** Header lines, then rows; `*` is not seen. */
function asciiRaster(path: string): number[] {
  return readFileSync(path, 'latin1')
    .split('\n')
    .slice(6)
    .flatMap((line) => line.trim().split(/\s+/).filter(Boolean))
    .map((word) => (word === '*' ? NaN : Number(word)));
}

describeWithData('the published viewshed of a sweep-line program', () => {
  it('has the same cells in 99.4 of 100 cases and the same angles within 0.0001°', async () => {
    const heights = Float32Array.from(asciiRaster(testData('radio/viewshed/elevation.ascii')!));
    const published = asciiRaster(testData('radio/viewshed/lake_viewshed.ascii')!);
    const width = 222;
    const antennaAltitudeM = heights[81 * width + 99]! + 1.72;
    for (const method of ['fast', 'exact'] as const) {
      const input = inputOver(heights, width, { column: 99, row: 81, antennaAltitudeM, targetHeightM: 0 });
      const seen = await seenFrom(input, method);
      let same = 0;
      let worstDeg = 0;
      seen.forEach((value, index) => {
        const angleDeg = published[index]!;
        if ((value !== 0) === !Number.isNaN(angleDeg)) same++;
        if (Number.isNaN(angleDeg) || index === 81 * width + 99) return;
        worstDeg = Math.max(worstDeg, Math.abs(targetAngleDeg(input, index % width, Math.floor(index / width)) - angleDeg));
      });
      expect(seen).toHaveLength(147 * 222);
      expect(same / seen.length, method).toBeGreaterThanOrEqual(0.994);
      expect(worstDeg).toBeLessThan(1e-4);
    }
  });
});
