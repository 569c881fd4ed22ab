import { expect, test } from 'vitest';
import fc from 'fast-check';
import { readShare, writeShare, type SharedLink } from '../../../src/commands/share/share-link.ts';

const link: SharedLink = {
  view: {
    centre: [-91.2005733, 43.9009936],
    zoom: 15.25,
    hidden: ['parcels'],
    selected: ['feature/poles/C-0001', 'feature/rights-of-way/Müller Straße'],
    plan: 'Millrace Bend – ½ done',
    isSample: false,
  },
  project: Uint8Array.of(80, 75, 3, 4, 0, 255),
};

test('what is written into a link is read from it, with or without a plan', () => {
  expect(readShare(`#${writeShare(link)}`)).toEqual(link);
  expect(readShare(writeShare({ ...link, project: null }))).toEqual({ ...link, project: null });
  expect(readShare('')).toBeNull();
  expect(readShare('#somewhere')).toBeNull();
});

test('only characters that every program leaves alone stand in it', () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  fc.assert(
    fc.property(bytes, fc.string(), (project, plan) => {
      const text = writeShare({ project, view: { ...link.view, plan } });
      expect(text).toMatch(/^view=[\w-]+&plan=[\w-]*$/);
      expect(readShare(`#${text}`)).toEqual({ project, view: { ...link.view, plan } });
    }),
  );
});

test('a link that was cut or altered is refused in words, never half followed', () => {
  const text = writeShare({ ...link, project: null });
  expect(() => readShare(text.slice(0, 40))).toThrow(/damaged/);
  expect(() => readShare('view=e30')).toThrow(/damaged/);
  const far = writeShare({ ...link, view: { ...link.view, centre: [0, 91] } });
  expect(() => readShare(far)).toThrow(/damaged/);
});
