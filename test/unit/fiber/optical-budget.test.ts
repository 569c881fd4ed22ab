import { describe, expect, it } from 'vitest';
import {
  classesFrom,
  couplerLossDb,
  judgePath,
  OPTICS_CLASSES,
  pathLossDb,
  remediesFor,
  splitterLossDb,
  TAP_PERCENTS,
  type OpticalPath,
  type OpticsClass,
} from '../../../src/fiber/optical-budget.ts';
import { SETTINGS } from '../../../src/plan/settings.ts';

const rules = { spliceDb: 0.1, connectorDb: 0.5, marginDb: 3 };
const classOf = (id: string): OpticsClass => {
  const found = OPTICS_CLASSES.find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};
const path = (fibreM: number, outputs = 32, otherDb = 0): OpticalPath => ({
  fibreM,
  splitters: [outputs],
  couplers: [],
  splices: 10,
  connectors: 4,
  otherDb,
});

describe('the optical budget', () => {
  it('gives the published worked case: 27.42 dB at 1310 nm', () => {
    // 0.35 dB/km × (1.359 + 1.990 + 0.133) km + 21.0 + 3 × 0.5 + 35 × 0.1 + 0.2; the splitter's 21.0 dB were measured there.
    const worked = { fibreM: 1359 + 1990 + 133, splitters: [], couplers: [], splices: 35, connectors: 3, otherDb: 21 + 0.2 };
    expect(pathLossDb(worked, 1310, rules)).toBeCloseTo(27.42, 2);
  });

  it('adds up by hand at both wavelengths and judges far end and near end', () => {
    // 10 km: 4.5 dB up and 2.5 dB down; 17.1 + 1.0 + 2.0 dB for splitter, splices, connectors.
    const budget = judgePath(path(10_000), classOf('xgs-n1'), rules);
    expect(budget).toEqual({ downDb: 22.6, upDb: 24.6, spareDb: 1.4, overloadSpareDb: 8.6, verdict: 'within' });
    expect(judgePath(path(14_000), classOf('xgs-n1'), rules).verdict).toBe('too-weak');
    expect(judgePath(path(100, 2), classOf('xgs-n1'), rules).verdict).toBe('too-strong');
  });

  it('passes exactly at the class limit and fails just beyond', () => {
    const limit = { ...path(0, 1), splices: 0, connectors: 0 };
    expect(judgePath({ ...limit, otherDb: 25 }, classOf('gpon-b+'), rules).verdict).toBe('within');
    expect(judgePath({ ...limit, otherDb: 25.001 }, classOf('gpon-b+'), rules).verdict).toBe('too-weak');
    expect(judgePath({ ...limit, otherDb: 13 }, classOf('gpon-b+'), rules).verdict).toBe('within');
    expect(judgePath({ ...limit, otherDb: 12.999 }, classOf('gpon-b+'), rules).verdict).toBe('too-strong');
  });

  it('names only remedies that mend the path', () => {
    for (const id of ['gpon-b+', 'xgs-n1', 'xgs-e2']) {
      for (const failing of [path(20_000), path(30_000), path(14_500), path(100, 2), path(10, 4)]) {
        const optics = classOf(id);
        for (const remedy of remediesFor(failing, optics, rules)) {
          const mended =
            remedy.kind === 'split'
              ? { ...failing, splitters: [remedy.outputs] }
              : remedy.kind === 'shorten'
                ? { ...failing, fibreM: failing.fibreM - remedy.byM }
                : remedy.kind === 'attenuate'
                  ? { ...failing, otherDb: remedy.byDb }
                  : failing;
          expect(judgePath(mended, remedy.kind === 'class' ? remedy.optics : optics, rules).verdict).toBe('within');
        }
      }
    }
    expect(remediesFor(path(16_000), classOf('xgs-n1'), rules).map(({ kind }) => kind)).toEqual(['class', 'split', 'shorten']);
    expect(remediesFor(path(100, 4), classOf('xgs-n1'), rules)).toEqual([{ kind: 'attenuate', byDb: 4 }]);
    expect(remediesFor(path(1000), classOf('xgs-n1'), rules)).toEqual([]);
  });

  it('takes the next size of splitter, two stages beyond 1:64, and couplers as they are made', () => {
    expect([1, 2, 8, 24, 32, 64].map(splitterLossDb)).toEqual([0, 3.7, 10.5, 17.1, 17.1, 20.5]);
    expect(splitterLossDb(128)).toBeCloseTo(20.5 + 3.7, 10);
    expect(couplerLossDb(10, 'tap')).toBe(11);
    expect(couplerLossDb(10, 'through')).toBe(1.1);
    expect(couplerLossDb(15, 'tap')).toBeNull();
  });

  it('adds couplers by what they take out and let through', () => {
    const tapped: OpticalPath = {
      ...path(10_000, 4),
      couplers: [
        { tapPercent: 5, way: 'through' },
        { tapPercent: 10, way: 'through' },
        { tapPercent: 20, way: 'tap' },
      ],
    };
    // 4.5 dB of fibre, 7.3 for the splitter, 1.0 and 2.0 for splices and connectors, 0.8 + 1.1 + 7.9 for the couplers.
    expect(pathLossDb(tapped, 1270, rules)).toBeCloseTo(4.5 + 7.3 + 3 + 9.8, 6);
    expect(TAP_PERCENTS).toEqual([5, 10, 20, 30, 40]);
  });

  it('knows which classes of a family are stronger', () => {
    expect(classesFrom('xgs-n2', 1).map(({ id }) => id)).toEqual(['xgs-n2', 'xgs-e1']);
    expect(classesFrom('gpon-c+', 3).map(({ id }) => id)).toEqual(['gpon-c+']);
  });

  it('offers the classes that the setting names: those of light that is divided', () => {
    const divided = OPTICS_CLASSES.filter(({ family }) => family !== 'Ethernet');
    expect(SETTINGS.opticsClass.values).toEqual(divided.map(({ id }) => id));
    expect(OPTICS_CLASSES.slice(divided.length).map(({ id }) => id)).toEqual(['bidi-10', 'bidi-20', 'bidi-40']);
  });
});
