import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PathProfile } from '../../../src/radio/path-profile.ts';
import { judgeSightline, type Sightline, type SightlineInput } from '../../../src/radio/sightline.ts';

const NO_ERROR = { groundM: 0, surfaceM: 0, correlationM: 30 };
const FLAT_EARTH = 1e6;

function evenProfile(lengthM: number, groundM: readonly number[], surfaceM?: readonly number[]): PathProfile {
  return {
    lengthM,
    distanceM: Float64Array.from(groundM, (_, i) => (lengthM * i) / (groundM.length - 1)),
    groundM: Float64Array.from(groundM),
    surfaceM: surfaceM ? Float64Array.from(surfaceM) : null,
  };
}

function judge(profile: PathProfile, more: Partial<SightlineInput> = {}): Sightline {
  const result = judgeSightline({
    profile,
    altitudeAM: 20,
    altitudeBM: 20,
    frequencyGhz: 5.5,
    kFactor: 4 / 3,
    earthRadiusM: 6371008.8,
    error: NO_ERROR,
    ...more,
  });
  if (result === null) throw new Error('nothing known');
  return result;
}

describe('a sightline over flat ground', () => {
  it('loses d²/(8kR) of its clearance in the middle', () => {
    const result = judge(evenProfile(20_000, new Array(2001).fill(0)));
    // 4e8 / (8 · 4/3 · 6371008.8) = 5.886 m
    expect(result.minClearanceM).toBeCloseTo(20 - 5.886, 3);
    expect(result.limiting.distanceM).toBeCloseTo(10_000, 6);
    // Radius in the middle: √(0.054508 · 1e4 · 1e4 / 2e4) = 16.509 m.
    expect(result.fresnelFraction).toBeCloseTo(14.114 / 16.509, 3);
    expect(result.verdict).toBe('clear');
    expect([result.raiseAM, result.raiseBM]).toEqual([0, 0]);
  });
});

describe('a single hill', () => {
  // 10 km, hill of 30 m at 2.5 km, masts to 20 m, flat Earth: radius there √(0.0545077·2500·7500/10000) = 10.109 m.
  const ground = new Array<number>(1001).fill(0);
  ground[250] = 30;
  const hill = evenProfile(10_000, ground);

  it('blocks, is named, and tells the mast that either end needs', () => {
    const result = judge(hill, { kFactor: FLAT_EARTH });
    expect(result.verdict).toBe('blocked');
    expect(result.limiting).toMatchObject({ distanceM: 2500, cause: 'ground', clearanceM: -10 });
    const neededM = 10 + 0.6 * 10.1094;
    expect(result.raiseAM).toBeCloseTo(neededM / 0.75, 2);
    expect(result.raiseBM).toBeNull();
  });

  it('is cleared exactly by that mast and not by a centimetre less', () => {
    const needed = judge(hill).raiseAM!;
    expect(judge(hill, { altitudeAM: 20 + needed }).verdict).toBe('clear');
    expect(judge(hill, { altitudeAM: 20 + needed - 0.01 }).verdict).toBe('marginal');
  });

  it('is marginal where the ray passes but the zone does not', () => {
    const result = judge(hill, { altitudeAM: 34, altitudeBM: 34, kFactor: FLAT_EARTH });
    expect(result.verdict).toBe('marginal');
    expect(result.fresnelFraction).toBeCloseTo(4 / 10.109, 3);
  });
});

describe('a surface over the ground', () => {
  it('obstructs where it is higher, is named, and is ignored where it is lower or unknown', () => {
    const surface = [0, 0, 15, -5, NaN, 0, 0];
    const result = judge(evenProfile(600, new Array(7).fill(0), surface));
    expect(result.limiting).toMatchObject({ cause: 'surface', distanceM: 200 });
    expect(result.minClearanceM).toBeCloseTo(5, 2);
  });
});

describe('what is not known', () => {
  it('is left out of the verdict', () => {
    expect(judge(evenProfile(600, [0, 0, NaN, NaN, 0, 0, 0])).minClearanceM).toBeCloseTo(20, 1);
  });

  it('gives no answer at all where nothing is known between the ends', () => {
    const input = { altitudeAM: 1, altitudeBM: 1, frequencyGhz: 5, kFactor: 1, earthRadiusM: 6371008.8, error: NO_ERROR };
    expect(judgeSightline({ ...input, profile: evenProfile(600, [0, NaN, NaN, 0]) })).toBeNull();
  });
});

describe('confidence', () => {
  const error = { groundM: 3, surfaceM: 0, correlationM: 90 };
  // Far from both ends the allowance in the middle is 1.6449 · 3 · √1.5 = 6.04 m.
  const link = (heightM: number): Sightline =>
    judge(evenProfile(10_000, new Array(1001).fill(0)), { altitudeAM: heightM, altitudeBM: heightM, error, kFactor: FLAT_EARTH });

  it('is given where clearance beyond the threshold exceeds the allowance for the error', () => {
    const sixtyPerCentM = 0.6 * 11.674;
    expect(link(sixtyPerCentM + 6.1)).toMatchObject({ verdict: 'clear', confident: true });
    expect(link(sixtyPerCentM + 5.9)).toMatchObject({ verdict: 'clear', confident: false });
  });

  it('is given for a block that no error explains away', () => {
    const ground = new Array<number>(1001).fill(0);
    ground[500] = 40;
    expect(judge(evenProfile(10_000, ground), { error })).toMatchObject({ verdict: 'blocked', confident: true });
    ground[500] = 23;
    expect(judge(evenProfile(10_000, ground), { error })).toMatchObject({ verdict: 'blocked', confident: false });
  });

  it('does not ask a low mast to clear the error of the ground that it stands on', () => {
    const short = judge(evenProfile(20, new Array(41).fill(0)), { altitudeAM: 4, altitudeBM: 4, error });
    expect(short).toMatchObject({ verdict: 'clear', confident: true });
  });
});

/** Rough ground with or without roofs, and masts on it. */
const anyLink = fc
  .record({
    lengthM: fc.double({ min: 50, max: 40_000, noNaN: true }),
    groundM: fc.array(fc.double({ min: 0, max: 120, noNaN: true }), { minLength: 5, maxLength: 60 }),
    roofs: fc.boolean(),
    mastAM: fc.double({ min: 0, max: 80, noNaN: true }),
    mastBM: fc.double({ min: 0, max: 80, noNaN: true }),
    frequencyGhz: fc.double({ min: 0.4, max: 70, noNaN: true }),
  })
  .map(({ lengthM, groundM, roofs, mastAM, mastBM, frequencyGhz }) => ({
    profile: evenProfile(lengthM, groundM, roofs ? groundM.map((value, i) => value + (i % 5) * 2) : undefined),
    altitudeAM: groundM[0]! + mastAM,
    altitudeBM: groundM.at(-1)! + mastBM,
    frequencyGhz,
  }));

const RANK = { blocked: 0, marginal: 1, clear: 2 } as const;

describe('any sightline', () => {
  it('is never blocked more by a higher antenna', () => {
    fc.assert(
      fc.property(anyLink, fc.double({ min: 0, max: 50, noNaN: true }), ({ profile, ...link }, gainM) => {
        const before = judge(profile, link);
        const after = judge(profile, { ...link, altitudeBM: link.altitudeBM + gainM });
        expect(RANK[after.verdict]).toBeGreaterThanOrEqual(RANK[before.verdict]);
        expect(after.minClearanceM).toBeGreaterThanOrEqual(before.minClearanceM);
        expect(after.fresnelFraction).toBeGreaterThanOrEqual(before.fresnelFraction);
      }),
    );
  });

  it('is never freed by higher ground', () => {
    fc.assert(
      fc.property(anyLink, fc.nat(), fc.double({ min: 0, max: 50, noNaN: true }), ({ profile, ...link }, at, riseM) => {
        const groundM = profile.groundM.slice();
        groundM[at % groundM.length]! += riseM;
        const [before, after] = [judge(profile, link), judge({ ...profile, groundM }, link)];
        expect(RANK[after.verdict]).toBeLessThanOrEqual(RANK[before.verdict]);
        expect(after.fresnelFraction).toBeLessThanOrEqual(before.fresnelFraction);
      }),
    );
  });

  it('has a free ray where its Fresnel zone is clear, and a blocked one exactly where clearance is negative', () => {
    fc.assert(
      fc.property(anyLink, ({ profile, ...link }) => {
        const result = judge(profile, link);
        if (result.verdict === 'clear') expect(result.minClearanceM).toBeGreaterThan(0);
        if (result.minClearanceM < 0) expect(result.verdict).toBe('blocked');
      }),
    );
  });

  it('is clear once either end has gained what was asked of it alone', () => {
    fc.assert(
      fc.property(anyLink, ({ profile, ...link }) => {
        const { raiseAM, raiseBM } = judge(profile, link);
        if (raiseAM !== null) expect(judge(profile, { ...link, altitudeAM: link.altitudeAM + raiseAM }).verdict).toBe('clear');
        if (raiseBM !== null) expect(judge(profile, { ...link, altitudeBM: link.altitudeBM + raiseBM }).verdict).toBe('clear');
      }),
    );
  });

  it('asks for no more than a millimetre too much', () => {
    fc.assert(
      fc.property(anyLink, ({ profile, ...link }) => {
        const { raiseAM, verdict } = judge(profile, link);
        if (raiseAM === null || verdict === 'clear' || raiseAM < 0.01) return;
        expect(judge(profile, { ...link, altitudeAM: link.altitudeAM + raiseAM - 0.01 }).fresnelFraction).toBeLessThan(0.6);
      }),
    );
  });
});
