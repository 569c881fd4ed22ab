import { describe, expect, it } from 'vitest';
import type { LngLat } from '../../../../src/geo/position.ts';
import type { LinkModel, LinkResult } from '../../../../src/studies/link/result.ts';
import type { LinkInput } from '../../../../src/studies/link/input.ts';
import { studyLink } from '../../../../src/studies/link/run.ts';

const job = { signal: new AbortController().signal, progress: () => undefined };
const west: LngLat = [11, 50];
const east: LngLat = [11.1, 50];

/** Ground that depends on the longitude alone. */
function ground(heightM: (lng: number) => number): LinkInput['terrain'] {
  return { elevationM: ([lng]) => heightM(lng), errorM: 1, cellM: 30 };
}

function study(changes: Partial<LinkInput>): Promise<LinkResult> {
  const ends = { from: { position: west, heightM: 60 }, to: { position: east, heightM: 40 } };
  const input = { terrain: ground(() => 100), ...ends, heightAbove: 'ground' as const, frequencyGhz: 3.5, kFactor: 4 / 3 };
  return studyLink({ ...input, ...changes }, job);
}

const models: readonly LinkModel[] = ['p526', 'itm', 'p1812'];

describe('the loss of a link', () => {
  it.each(models)('is near that of free space with %s where the link is clear', async (model) => {
    const { lossDb, freeSpaceLossDb } = await study({ model });
    expect(Math.abs(lossDb! - freeSpaceLossDb)).toBeLessThan(3);
  });

  it.each(models)('is much more with %s behind a hill, and the same both ways to the last digit', async (model) => {
    const terrain = ground((lng) => 100 + 120 * Math.exp(-(((lng - 11.04) / 0.01) ** 2)));
    const there = await study({ terrain, model });
    expect(there.lossDb! - there.freeSpaceLossDb).toBeGreaterThan(20);
    const back = await study({ terrain, model, from: { position: east, heightM: 40 }, to: { position: west, heightM: 60 } });
    expect(back.lossDb).toBe(there.lossDb);
  });

  it.each(models)('is not told with %s where some of the ground is unknown', async (model) => {
    const terrain = ground((lng) => (lng > 11.05 && lng < 11.06 ? NaN : 100));
    expect((await study({ terrain, model })).lossDb).toBeNull();
  });

  it('hands on what ITM says of its limits, with the ends as the user has them', async () => {
    const cliff = ground((lng) => (lng < 11.0001 ? 100 : 90));
    const near = { terrain: cliff, model: 'itm' as const, to: { position: [11.01, 50] as LngLat, heightM: 3 } };
    const texts = (result: LinkResult): string[] => result.warnings.flatMap((w) => (w.code === 'loss-model' ? [w.text] : []));
    expect(texts(await study(near)).join()).toMatch(/shorter than 1 km/);
    const short = { position: [11.02, 50] as LngLat, heightM: 0.7 };
    expect(texts(await study({ model: 'itm', to: short })).join()).toMatch(/End B is lower than 1 m/);
    const turned = await study({ model: 'itm', from: short, to: { position: west, heightM: 60 } });
    expect(texts(turned).join()).toMatch(/End A is lower than 1 m/);
  });

  it('refuses links that a model does not cover', async () => {
    await expect(study({ model: 'p1812', frequencyGhz: 24 })).rejects.toMatchObject({ where: 'frequencyGhz' });
    await expect(study({ model: 'p1812', kFactor: 0.8 })).rejects.toMatchObject({ code: 'study/model-range', where: 'k' });
    await expect(study({ model: 'itm', frequencyGhz: 24 })).rejects.toMatchObject({ where: 'frequencyGhz' });
  });
});
