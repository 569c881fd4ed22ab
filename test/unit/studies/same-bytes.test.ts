import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { sha256Hex } from '../../../src/base/hash.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../../src/io/export-formats.ts';
import { readProject, writeProject } from '../../../src/io/project-file.ts';
import { apply } from '../../../src/plan/change.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { buildPlanFiles } from '../../../src/studies/build-plan/write.ts';
import { designFiber } from '../../../src/studies/fiber/design.ts';
import { exportLayer } from '../../../src/workers/export-job.ts';
import { hamlet } from '../../support/hamlet.ts';
import { pdfFonts } from '../../support/pdf-fonts.ts';

/** A hamlet twice with every commit; `WEFT_RUNS=20` takes the sample town so many times. */
const LONG = process.env['WEFT_RUNS'];
const RUNS = Number(LONG ?? 2);

async function project(): Promise<Plan> {
  if (LONG === undefined) return hamlet();
  return readProject(readFileSync(join(import.meta.dirname, '../../../data/sample-project/millrace-bend.weft')), 'sample');
}

/** With the layers named in another order: what is computed must not hang on the order in which things were imported. */
async function town(run: number): Promise<Plan> {
  const plan = await project();
  const layers = [...plan.layers];
  const shift = run % layers.length;
  return { ...plan, layers: new Map([...layers.slice(shift), ...layers.slice(0, shift)]) };
}

/** The hash of everything that can be handed on of a plan, by name. */
async function handedOn(plan: Plan): Promise<Map<string, string>> {
  const hashes = new Map<string, string>([['project', sha256Hex(writeProject(plan))]]);
  for (const [name, bytes] of await buildPlanFiles(plan, { fonts: pdfFonts() }, quietJob)) hashes.set(name, sha256Hex(bytes));
  for (const format of (Object.keys(EXPORT_FORMATS) as ExportFormat[]).filter((one) => one !== 'bdc')) {
    const { bytes } = await exportLayer({ plan, layer: 'rights-of-way', format, audience: 'public' }, quietJob);
    hashes.set(`rights-of-way${EXPORT_FORMATS[format].ending} (${format})`, sha256Hex(bytes));
  }
  return hashes;
}

describe('the same project, seed and effort', () => {
  test(
    `give the same bytes of everything, designed and written ${RUNS} times`,
    async () => {
      let first: Map<string, string> | null = null;
      for (let run = 0; run < RUNS; run++) {
        const plan = await town(run);
        apply(plan, { note: 'design', fiber: await designFiber(plan, { effort: 1, seed: 1 }, quietJob) });
        const hashes = await handedOn(plan);
        first ??= hashes;
        expect(hashes, `run ${run}`).toEqual(first);
      }
      expect(first?.size).toBeGreaterThan(30);
    },
    60_000 * RUNS,
  );
});
