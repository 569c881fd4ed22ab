import { readdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '../base/app-error.ts';
import { audienceSentence, planFor } from '../plan/audience.ts';
import { apply } from '../plan/change.ts';
import { layerTable } from '../plan/plan.ts';
import { designFiber } from '../studies/fiber/design.ts';
import { effortOf } from '../studies/fiber/effort.ts';
import { designInputsHash } from '../studies/fiber/inputs-hash.ts';
import type { Command } from './arguments.ts';
import { AUDIENCE_OPTION, audienceOf } from './audience-option.ts';
import { buildPlanOnThreads, isWorthThreads } from './build-plan-shares.ts';
import { bundledCatalogue } from './budget.ts';
import { catalogueWith } from '../radio/equipment.ts';
import { fileExists, makeFolder, readFile, writeAtomically } from './files.ts';
import { pdfFonts } from './pdf-fonts.ts';
import { openProject, saveProject } from './project.ts';
import { answer, terminalJob } from './terminal.ts';
import { threadsOf } from './threads.ts';

export const command: Command = {
  usage:
    'plan PROJECT.weft --out DIR [--neighbourhood NAME]... [--audience public|members|full] [--effort N] [--seed N] [--threads N]',
  options: {
    out: { kind: 'text', about: 'folder to write into; made if absent, must be empty or hold an earlier build plan' },
    neighbourhood: { kind: 'each', about: 'only these neighbourhoods' },
    audience: AUDIENCE_OPTION,
    effort: { kind: 'number', about: 'how hard to search, 1 to 5; default 2' },
    seed: { kind: 'number', about: 'seed of the search; default 1' },
    threads: {
      kind: 'number',
      about: 'how many processors write (all of them where there are many neighbourhoods); the files are the same',
    },
  },
  words: 1,
  async run(call) {
    const path = call.positional(0, 'The project file');
    const out = call.required('out');
    const effort = effortOf(
      call.whole('effort', { min: 1, max: 5, fallback: 2 }),
      call.whole('seed', { min: 0, max: 2 ** 31 - 1, fallback: 1 }),
    );
    const audience = audienceOf(call);
    const threads = threadsOf(call);
    const plan = await openProject(path);
    const job = terminalJob();
    const chosen = call.has('effort') || call.has('seed');
    const stale =
      plan.fiber === null ||
      plan.fiber.inputsHash !== designInputsHash(plan) ||
      (chosen && (plan.fiber.effort !== effort.effort || plan.fiber.seed !== effort.seed));
    if (stale) {
      apply(plan, { note: 'design fiber', fiber: await designFiber(plan, effort, job) });
      saveProject(path, plan);
    }
    const names = call.many('neighbourhood');
    const folders = names.length > 0 ? names.length : layerTable(plan, 'neighbourhoods').count;
    const files = await buildPlanOnThreads(
      plan,
      {
        fonts: pdfFonts(),
        equipment: catalogueWith(plan.equipment, bundledCatalogue()),
        audience,
        ...(names.length > 0 ? { neighbourhoods: names } : {}),
      },
      call.has('threads') || isWorthThreads(folders) ? threads : 1,
      job,
    );
    requireOwnFolder(out);
    removeEarlierFiles(out, files);
    for (const [name, bytes] of files) {
      makeFolder(dirname(join(out, name)));
      writeAtomically(join(out, name), bytes);
    }
    const shared = planFor(plan, audience);
    answer(call, { out, designed: stale, files: [...files.keys()], audience, withheld: shared.withheld }, [
      `${files.size} files in ${out}${stale ? ', designed anew' : ''}.`,
      audienceSentence(shared),
    ]);
  },
};

/** A folder with other things in it is not written into: a build plan is handed on as a whole. */
function requireOwnFolder(out: string): void {
  makeFolder(out);
  const found = readdirSync(out);
  if (found.length > 0 && !found.includes('summary.json')) {
    throw new AppError('file/not-empty', {
      what: 'The folder holds other files; nothing was written.',
      where: out,
      remedy: 'Choose a new folder.',
    });
  }
}

/** What an earlier build plan's manifest lists and this one lacks goes: a folder holds one plan and no remains of another. */
function removeEarlierFiles(out: string, files: ReadonlyMap<string, Uint8Array>): void {
  const manifest = join(out, 'manifest.sha256');
  if (!fileExists(manifest)) return;
  for (const line of new TextDecoder().decode(readFile(manifest)).split('\n')) {
    const name = line.slice(66);
    if (!/^[a-z0-9-]+\/[a-z-]+\.[a-z]+$/.test(name) || files.has(name)) continue;
    rmSync(join(out, name), { force: true });
    const folder = dirname(join(out, name));
    if (fileExists(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
  }
}
