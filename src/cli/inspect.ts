import { inspectFile, projectLayers, type FileSummary } from '../io/inspect-file.ts';
import { readProject } from '../io/project-file.ts';
import { recognise } from '../io/registry.ts';
import type { RasterInfo } from '../io/raster-file.ts';
import { countOf } from '../plan/layer.ts';
import type { Plan } from '../plan/plan.ts';
import type { Command } from './arguments.ts';
import { describeFar } from './far-inputs.ts';
import { readInputs } from './input-files.ts';
import { isAddress } from '../io/remote-source.ts';
import { answer, terminalJob } from './terminal.ts';

export const command: Command = {
  usage: 'inspect FILE|ADDRESS [--crs EPSG:N] [--within W,S,E,N]',
  options: {
    crs: { kind: 'text', about: 'coordinate system, where the file does not say' },
    within: { kind: 'text', about: 'of a raster at an address: the area whose size is told, degrees' },
  },
  words: 1,
  async run(call) {
    const path = call.positional(0, 'The file');
    if (isAddress(path)) {
      const { json, lines } = await describeFar(call, path);
      answer(call, json, lines);
      return;
    }
    const [input] = readInputs([path]);
    if (input === undefined) return;
    const crs = call.text('crs');
    if (input.bytes.length > 0 && recognise(input.name, input.bytes).reads === 'project') {
      const plan = await readProject(input.bytes, path);
      answer(call, { format: 'Weft project', ...projectSummary(plan), problems: [] }, projectLines(plan));
      return;
    }
    const options = { ...(crs === undefined ? {} : { crs }), ...(input.companions && { companions: input.companions }) };
    const summary = await inspectFile(input.name, input.bytes, options, terminalJob());
    answer(call, asJson(summary), summaryLines(summary));
  },
};

/** The answer as the contract has it: one raster is `raster`, several are `rasters` too. */
function asJson({ format, layers, rasters, problems }: FileSummary): unknown {
  const told = problems.map(({ fields: _, ...problem }) => problem);
  if (layers !== undefined) return { format, layers, problems: told };
  const all = (rasters ?? []).map(rasterJson);
  return { format, raster: all[0], ...(all.length > 1 ? { rasters: all } : {}), problems: told };
}

function rasterJson(raster: RasterInfo): unknown {
  return { ...raster, unit: raster.verticalUnit };
}

function summaryLines({ format, layers, rasters, problems }: FileSummary): string[] {
  return [
    format,
    ...(layers ?? []).flatMap((layer) => [
      `  ${layer.name}: ${layer.count} × ${layer.geometry ?? 'no geometry'}, ${layer.crs ?? 'coordinate system not stated'}`,
      `    bounds ${layer.bounds?.join(', ') ?? 'none'}`,
      `    fields ${layer.fields.map(({ name, kind }) => `${name} (${kind})`).join(', ') || 'none'}`,
    ]),
    ...(rasters ?? []).flatMap((raster) => [
      `  ${raster.width} × ${raster.height} cells, ${raster.numbers}, ${raster.crs ?? 'coordinate system not stated'}`,
      `    bounds ${raster.bounds?.join(', ') ?? 'none'}`,
      `    heights in ${raster.verticalUnit ?? 'a unit that is not stated'}, nothing is ${raster.nodata ?? 'not stated'}`,
    ]),
    ...problems.map((problem) => `  ${problem.severity}: ${[problem.where, problem.message].filter(Boolean).join(': ')}`),
  ];
}

function projectSummary(plan: Plan): { name: string; layers: unknown[]; rasters: unknown[]; design: boolean } {
  return {
    name: plan.name,
    layers: projectLayers(plan).map((layer, i) => ({ ...layer, sources: [...plan.layers.values()][i]?.sources ?? [] })),
    rasters: [...plan.rasters].map(([name, raster]) => ({
      name,
      grids: raster.grids.map(({ width, height, crs }) => ({ width, height, crs })),
      sources: raster.sources,
    })),
    design: plan.fiber !== null,
  };
}

function projectLines(plan: Plan): string[] {
  return [
    `Weft project "${plan.name}"`,
    ...[...plan.layers].map(([name, layer]) => `  ${name}: ${countOf(layer)}`),
    ...[...plan.rasters].map(
      ([name, raster]) => `  ${name}: ${raster.grids.map(({ width, height }) => `${width} × ${height}`).join(', ')}`,
    ),
    plan.fiber === null ? '  no design yet' : '  designed',
  ];
}
