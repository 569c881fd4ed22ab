import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { darkPalette, lightPalette, type Palette } from '../../../src/base/palette.ts';

const css = readFileSync(new URL('../../../src/ui/tokens.css', import.meta.url), 'utf8');

function tokensOf(selector: string): Record<string, string> {
  const block = css.split(selector)[1]?.split('}')[0] ?? '';
  return Object.fromEntries([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]));
}

function asTokens(palette: Palette): Record<string, string> {
  return Object.fromEntries(
    Object.entries(palette).map(([name, value]) => [name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`), value]),
  );
}

/** Contrast of two colours, WCAG 2.2. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string): number => {
    const [r, g, bl] = [1, 3, 5].map((at) => {
      const value = parseInt(hex.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * bl!;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

test('the page and the map have the same colours', () => {
  expect(tokensOf('color-scheme: light;')).toEqual(asTokens(lightPalette));
  expect(tokensOf('color-scheme: dark;')).toEqual(asTokens(darkPalette));
});

test.each([
  ['light', lightPalette],
  ['dark', darkPalette],
])('in %s, text stands out 4.5:1 and lines that mean something 3:1', (_, p) => {
  for (const ground of [p.surface, p.sunken, p.ground]) {
    for (const text of [p.ink, p.inkSoft]) expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
  }
  expect(contrast(p.onAccent, p.accent)).toBeGreaterThanOrEqual(4.5);
  for (const words of [p.clear, p.marginal, p.blocked, p.tooClose])
    expect(contrast(words, p.surface)).toBeGreaterThanOrEqual(4.5);
  for (const line of [p.aerial, p.underground, p.existing, p.crossing, p.drop, p.clear, p.marginal, p.blocked, p.tooClose]) {
    expect(contrast(line, p.ground)).toBeGreaterThanOrEqual(3);
  }
});

/** How the three kinds of colour blindness see linear red, green and blue, in full (Machado, Oliveira and Fernandes 2009, table 1). */
const DEFICIENCIES = {
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
} as const; // prettier-ignore

/** CIE L*a*b* (D65) of a colour as somebody sees it. */
function seen(hex: string, by: readonly (readonly number[])[]): number[] {
  const linear = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const times = (matrix: readonly (readonly number[])[], vector: readonly number[]): number[] =>
    matrix.map((row) => row.reduce((sum, one, i) => sum + one * vector[i]!, 0));
  const rgb = times(by, linear).map((value) => Math.min(1, Math.max(0, value)));
  const xyz = times([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]], rgb); // prettier-ignore
  const [x, y, z] = [xyz[0]! / 0.95047, xyz[1]!, xyz[2]! / 1.08883].map((t) =>
    t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116,
  );
  return [116 * y! - 16, 500 * (x! - y!), 200 * (y! - z!)];
}

/** Six times what is just noticeable, 2.3 (Mahy, Van Eycken and Oosterlinck 1994). */
const APART = 13.8;

test.each([
  ['light', lightPalette],
  ['dark', darkPalette],
])('in %s, colour-blind eyes tell verdicts apart, and parts of the network', (_, p) => {
  const close: string[] = [];
  for (const names of [['clear', 'marginal', 'blocked', 'tooClose'], ['aerial', 'underground', 'existing', 'crossing']] as const)
    for (const [deficiency, matrix] of Object.entries(DEFICIENCIES))
      for (const [i, a] of names.entries())
        for (const b of names.slice(i + 1)) {
          const [one, other] = [seen(p[a], matrix), seen(p[b], matrix)];
          const apart = Math.hypot(...one.map((value, at) => value - other[at]!));
          if (apart < APART) close.push(`${a} and ${b} with ${deficiency}: ${apart.toFixed(1)}`);
        }
  expect(close).toEqual([]);
}); // prettier-ignore
