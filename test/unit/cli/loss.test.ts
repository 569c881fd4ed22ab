import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { JsonFields, readJsonFields } from '../../../src/cli/json-fields.ts';
import { LOSS_MODEL_NAMES, LOSS_MODELS, type LossAnswer, type LossModel } from '../../../src/cli/loss-models.ts';
import { profileOf, readResults } from '../../support/p1812-vectors.ts';
import { describeWithData } from '../../support/test-data.ts';

const root = resolve(import.meta.dirname, '../../..');
const models = LOSS_MODEL_NAMES;

function weft(...words: string[]): { code: number | null; out: string; error: string } {
  const run = spawnSync(process.execPath, [join(root, 'src/cli/weft.mjs'), ...words], { encoding: 'utf8' });
  return { code: run.status, out: run.stdout, error: run.stderr };
}

function example(model: string): string {
  return join(root, `docs/examples/loss-${model}.json`);
}

/** The example of a model with some of its fields replaced; undefined leaves one out. */
function answerOf(model: LossModel, changes: Record<string, unknown> = {}): LossAnswer {
  const given = { ...JSON.parse(readFileSync(example(model), 'utf8')), ...changes };
  return LOSS_MODELS[model](readJsonFields('path.json', new TextEncoder().encode(JSON.stringify(given))));
}

describe('the examples of weft loss', () => {
  it.each(models)('gives a loss for %s', (model) => {
    const { lossDb, values } = answerOf(model);
    expect(lossDb).toBeGreaterThan(10);
    expect(lossDb).toBeLessThan(200);
    expect(Object.values(values).flat()).not.toContain(NaN);
  });

  it.each(models)('refuses a misspelt field of %s by its name', (model) => {
    expect(() => answerOf(model, { frequencyGHz: 1 })).toThrow(/path\.json: frequencyGHz — There is no such field/);
    expect(() => answerOf(model, { frequencyGhz: undefined })).toThrow(/path\.json: frequencyGhz — The field is missing/);
    expect(() => answerOf(model, { frequencyGhz: '5.5' })).toThrow(/path\.json: frequencyGhz — It is not a number/);
    expect(() => answerOf(model, { frequencyGhz: 1001 })).toThrow(/^frequencyGhz — 1001 is outside/);
  });

  it('names the place in a profile that is wrong', () => {
    const profile = { distanceM: [0, 100, 90, 300], groundM: [1, 2, 3, 4] };
    expect(() => answerOf('p526', { profile })).toThrow(/profile\.distanceM\[2\]/);
    const short = { distanceM: [0, 100, 200, 300], groundM: [1, 2, 3] };
    expect(() => answerOf('p526', { profile: short })).toThrow(/profile\.groundM — It has 3 values for 4 distances/);
    const unknown = { distanceM: [0, 100, 200, 300], groundM: [1, null, 3, 4] };
    expect(() => answerOf('p526', { profile: unknown })).toThrow(/profile\.groundM\[1\]/);
  });

  it('says which usual values it took', () => {
    const fields = new JsonFields({ frequencyGhz: 60, distanceM: 1000 }, 'path.json');
    LOSS_MODELS.gas(fields);
    expect(fields.assumed.join()).toContain('dryPressureHpa: 1013.25 (not given)');
  });

  it('hands the warnings of the model on', () => {
    const profile = { stepM: 20, heightsM: [10, 12, 11, 13, 12, 10, 11] };
    expect(answerOf('itm', { profile }).warnings.join()).toContain('PATH_DISTANCE_TOO_SMALL_2');
  });
});

describeWithData('weft loss', () => {
  it('prints a published path of P.1812 with its intermediate values', () => {
    const file = 'b2iseac_vertical_1_log.csv';
    const published = readResults(file);
    const { profile, zones } = profileOf(file);
    const value = (name: string): number => published.get(name)!;
    const input = {
      frequencyGhz: value('f'),
      txHeightM: value('htg'),
      rxHeightM: value('hrg'),
      polarisation: 'vertical',
      timePercent: value('p'),
      pathCentreLatitudeDeg: value('phi'),
      refractivityGradientN: value('DN'),
      seaLevelRefractivityN: value('N0'),
      profile: {
        distanceM: [...profile.distanceM],
        groundM: [...profile.groundM],
        clutterM: [...profile.groundM].map((groundM, i) => profile.surfaceM![i]! - groundM),
        zones,
      },
    };
    const path = join(mkdtempSync(join(tmpdir(), 'weft-loss-')), 'path.json');
    writeFileSync(path, JSON.stringify(input));
    const { code, out } = weft('loss', '--model', 'p1812', '--input', path, '--json');
    expect(code).toBe(0);
    const answer = JSON.parse(out) as Record<string, number>;
    expect(answer['warnings']).toEqual([]);
    expect(Math.abs(answer['lossDb']! - value('Lb'))).toBeLessThan(1e-6);
    for (const name of ['dlt', 'th', 'b0', 'hm', 'Lbulla', 'Ldp', 'Lba', 'Lbs', 'Lbc', 'Ep']) {
      expect(Math.abs(answer[name]! - value(name)), name).toBeLessThan(1e-6);
    }
  });

  it('refuses a frequency outside the model in one line', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'weft-loss-')), 'path.json');
    writeFileSync(path, readFileSync(example('p1812'), 'utf8').replace('"frequencyGhz": 0.6', '"frequencyGhz": 6.5'));
    const { code, error } = weft('loss', '--model', 'p1812', '--input', path);
    expect(code).toBe(1);
    expect(error.trim().split('\n')).toHaveLength(1);
    expect(error).toContain('0.03 to 6 GHz');
  });
});
