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
