import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { sha256Hex } from '../../../src/base/hash.ts';
import { quietJob } from '../../../src/base/job.ts';
import { guessLayer, inputFilesOf } from '../../../src/commands/file/input-files.ts';
import { writeProject } from '../../../src/io/project-file.ts';
import { isFeatureLayerName, type LayerName } from '../../../src/plan/layers.ts';
import { importHelp } from '../../../src/ui/import-words.ts';
import { errorOf, failureOf } from '../../../src/workers/failure.ts';
import { jobHandlers } from '../../../src/workers/job-handlers.ts';
import { AppError } from '../../../src/base/app-error.ts';
import { describeWithData, testData } from '../../support/test-data.ts';
import { emptyPlan } from '../io/import-samples.ts';

/** Every file of the folder of hostile ones, those beside a Shapefile with it. */
function hostileFiles(root: string): string[][] {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(md|mjs|txt|dbf|shx|prj|cpg)$/i.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name));
  const parts = (shp: string): string[] =>
    ['dbf', 'shx', 'prj', 'cpg'].map((ending) => shp.replace(/shp$/, ending)).filter((path) => exists(path));
  return paths.sort().map((path) => [path, ...(path.endsWith('.shp') ? parts(path) : [])]);
}

function exists(path: string): boolean {
  return readdirSync(join(path, '..')).includes(basename(path));
}

describeWithData('hostile files by the way that the app goes', () => {
  const root = testData('malformed')!;
  const plan = emptyPlan();
  const before = sha256Hex(writeProject(plan));

  test.each(hostileFiles(root).map((paths) => [paths[0]!.slice(root.length + 1), paths] as const))(
    '%s: read with a report, or refused with file, cause and remedy; the plan is as it was',
    { timeout: 120_000 },
    async (name, paths) => {
      const files = inputFilesOf(paths.map((path) => new File([readFileSync(path)], basename(path))));
      for (const layer of new Set<LayerName>([guessLayer([basename(name)]), 'existing-network', 'terrain'])) {
        const outcome = await (isFeatureLayerName(layer)
          ? jobHandlers['import-features']({ plan, layer, files, options: { skipBadRows: true } }, quietJob)
          : jobHandlers['import-raster']({ plan, layer, files, options: {} }, quietJob)
        ).catch((error: unknown) => failureOf(error)); // prettier-ignore
        if ('kind' in outcome) {
          expect(outcome).toMatchObject({ kind: 'refused', what: expect.stringMatching(/\w/) as string });
          const error = errorOf(outcome);
          expect(error).toBeInstanceOf(AppError);
          expect(`${error instanceof AppError ? `${error.where} ${error.what}` : ''}`).toContain(files[0]!.name);
          expect(error instanceof AppError && importHelp(error)).toMatch(/\w/);
        } else expect(outcome.report).toBeDefined();
      }
      expect(sha256Hex(writeProject(plan))).toBe(before);
    },
  );
});
