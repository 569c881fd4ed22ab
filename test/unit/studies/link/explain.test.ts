import { describe, expect, it } from 'vitest';
import { plainSpaces } from '../../../../src/base/quantity-text.ts';
import * as explain from '../../../../src/studies/link/explain.ts';
import type { LinkResult } from '../../../../src/studies/link/result.ts';

const end = { position: [11, 50] as const, heightM: 20, groundM: 300, altitudeM: 320, heightAbove: 'ground' as const };
const none = new Float64Array();

/** A blocked link of 5 km: 7 m too low at 2253 m (1.4 mi). */
function aResult(more: Partial<LinkResult> = {}): LinkResult {
  return {
    verdict: 'blocked',
    confident: true,
    distanceM: 5000,
    azimuthDeg: 36.34,
    minClearanceM: -7,
    fresnelFraction: -0.95,
    limitingPoint: {
      lon: 11.03,
      lat: 50,
      distanceM: 2253,
      cause: 'ground',
      kind: 'ridge',
      building: null,
      clearanceM: -7,
      errorAllowanceM: 2,
      fresnelRadiusM: 8,
    },
    raiseAM: 24.2,
    raiseBM: 3,
    raiseBothM: 8,
    fresnelObstructed: 0.9,
    foliage: null,
    freeSpaceLossDb: 121.23,
    lossDb: null,
    warnings: [],
    from: end,
    to: end,
    model: 'sightline',
    heightAbove: 'ground',
    frequencyGhz: 5.5,
    kFactor: 4 / 3,
    groundError: { sigmaM: 1, isAssumed: true },
    surfaceError: null,
    profile: { distanceM: none, groundM: none, surfaceM: null, bulgeM: none, rayM: none, fresnelRadiusM: none },
    ...more,
  };
}

/** The words with common spaces. */
function explainLink(...input: Parameters<typeof explain.explainLink>): explain.LinkExplanation {
  return JSON.parse(plainSpaces(JSON.stringify(explain.explainLink(...input)))) as explain.LinkExplanation;
}

/** Everything that people would read of a result. */
function allWords(result: LinkResult, units: 'us' | 'metric'): string {
  const words = explainLink(result, units);
  return [
    words.verdict,
    words.reason,
    words.remedy,
    words.caution,
    ...words.warnings,
    ...words.assumptions,
    ...words.numbers.flat(),
  ].join(' ');
}

describe('a blocked link in words', () => {
  it('names the obstacle, where and how far too low, then the cheaper mast', () => {
    expect(explainLink(aResult(), 'us').verdict).toBe('Blocked by the ridge at 1.4 mi, 23 ft too low.');
    expect(explainLink(aResult(), 'us').remedy).toBe('A mast 10 ft taller at B clears it; at A it would take 80 ft.');
    expect(explainLink(aResult(), 'metric').verdict).toBe('Blocked by the ridge at 2.25 km, 7.0 m too low.');
    expect(explainLink(aResult(), 'metric').remedy).toBe('A mast 3 m taller at B clears it; at A it would take 24.5 m.');
  });

  it('uses the names of the two ends', () => {
    const words = explainLink(aResult(), 'metric', { a: 'School', b: 'Elevator' });
    expect(words.remedy).toContain('at Elevator clears it; at School');
    expect(words.reason).toContain('from School');
  });

  it('says so where no mast helps', () => {
    const words = explainLink(aResult({ raiseAM: null, raiseBM: null }), 'metric');
    expect(words.remedy).toMatch(/^No mast up to 60 m higher/);
  });
});

describe('a marginal link in words', () => {
  it('says how much of the zone is free and how much is missing', () => {
    const point = { ...aResult().limitingPoint, clearanceM: 3.2 };
    const words = explainLink(
      aResult({ verdict: 'marginal', minClearanceM: 3.2, fresnelFraction: 0.4, limitingPoint: point }),
      'metric',
    );
    expect(words.verdict).toBe('Marginal: the ridge at 2.25 km stands in the Fresnel zone, 1.6 m too high.');
    expect(words.reason).toContain('40 % of the first Fresnel zone is free, 60 % is needed');
  });
});

describe('a clear link in words', () => {
  const clear = aResult({ verdict: 'clear', minClearanceM: 9, fresnelFraction: 1.2, raiseAM: 0, raiseBM: 0 });

  it('needs no remedy', () => {
    expect(explainLink(clear, 'us')).toMatchObject({ verdict: 'Clear over 3.11 mi.', remedy: null, caution: null });
  });

  it('says when it is too close to call, and within what', () => {
    expect(explainLink({ ...clear, confident: false }, 'us').caution).toContain('known only to about ±7 ft');
  });

  it('says what is not known', () => {
    const gap = { code: 'terrain-unknown', lengthM: 420, fromM: 1200, toM: 1620 } as const;
    const words = explainLink({ ...clear, confident: false, warnings: [gap] }, 'metric');
    expect(words.warnings).toEqual([
      'The terrain is unknown on 420 m of the path, between 1.2 km and 1.62 km: what stands there is not in the verdict.',
    ]);
    expect(words.caution).toContain('not known on the whole path');
  });
});

describe('quantities for people', () => {
  it('never show a negative number or per cent', () => {
    for (const units of ['us', 'metric'] as const) {
      for (const result of [aResult(), aResult({ confident: false }), aResult({ raiseAM: null })]) {
        expect(allWords(result, units)).not.toMatch(/(^|\s)[-−]\d/);
      }
    }
  });

  it('never mix the systems', () => {
    expect(allWords(aResult(), 'us')).not.toMatch(/\d (m|km)\b/);
    expect(allWords(aResult(), 'metric')).not.toMatch(/\d (ft|mi)\b/);
  });
});
