import { basename } from 'node:path';
import { AppError } from '../base/app-error.ts';
import { importRaster } from '../io/import-raster.ts';
import { USUAL_HEIGHT_ERRORS } from '../io/height-errors.ts';
import type { RasterInfo } from '../io/raster-file.ts';
import { BadRowsError, importFeatures, type FileReport, type ImportOptions } from '../io/import-layer.ts';
import { parseMapEntry, type FieldSource } from '../io/field-mapping.ts';
import { isAddress } from '../io/remote-source.ts';
import type { Problem } from '../io/source-layer.ts';
import { updateFeatures, type FeatureUpdate, type UpdateReport } from '../io/update-layer.ts';
import { apply } from '../plan/change.ts';
import {
  FEATURE_LAYER_NAMES,
  isFeatureLayerName,
  isRasterLayerName,
  RASTER_LAYER_NAMES,
  type FeatureLayerName,
  type RasterLayerName,
} from '../plan/layers.ts';
import type { Plan } from '../plan/plan.ts';
import type { Arguments, Command } from './arguments.ts';
import { readRasterInputs } from './far-inputs.ts';
import { fileExists } from './files.ts';
import { readInputs } from './input-files.ts';
import { openProject, saveProject } from './project.ts';
import { readVerticalUnit } from './terrain-files.ts';
import { answer, terminalJob, warn } from './terminal.ts';

export const command: Command = {
  usage:
    'import PROJECT.weft FILE|ADDRESS... --as LAYER [--crs EPSG:N] [--swap-axes] [--within W,S,E,N] [--cell M] [--vertical-unit m|ft|us-ft] [--height-error METRES] [--source-layer NAME] [--map field=column[:unit]]... [--where EXPR] [--skip-bad-rows] [--licence TEXT] [--update [--preview]]',
  options: {
    as: { kind: 'text', about: `layer: ${[...RASTER_LAYER_NAMES, ...FEATURE_LAYER_NAMES].join(', ')}` },
    crs: { kind: 'text', about: 'coordinate system of the files, where they do not say or say it wrongly' },
    'swap-axes': { kind: 'flag', about: 'the files have latitude before longitude, or north before east: read them so' },
    'vertical-unit': { kind: 'text', about: 'unit of the heights of a raster: m, ft or us-ft' },
    within: {
      kind: 'text',
      about: 'of a raster at an address: the area that is fetched, degrees; what lies around the plan where it is missing',
    },
    cell: {
      kind: 'number',
      about: 'of a raster at an address: cells of so many metres are fine enough; else the finest are fetched',
    },
    'height-error': {
      kind: 'number',
      about: `one standard deviation of the heights of a raster (RMSE), metres; usual: ${USUAL_HEIGHT_ERRORS.map(({ id, errorM }) => `${id} ${errorM}`).join(', ')}`,
    },
    'source-layer': {
      kind: 'text',
      about: 'which layer, where a file has several; by itself the one called like the layer it goes to',
    },
    map: {
      kind: 'each',
      about:
        "which column a field comes from: heightM=HT:ft, name=LABEL, kind='water'; lon=X and lat=Y where positions are; one each time",
    },
    where: { kind: 'text', about: 'condition: areaM2>=60, power=pole, "addr:city" in (\'Bindlach\')' },
    licence: {
      kind: 'text',
      about: 'licence and credit of the files, printed on every build plan: "© OpenStreetMap contributors, ODbL 1.0"',
    },
    'skip-bad-rows': { kind: 'flag', about: 'leave out rows that cannot be used instead of refusing the file' },
    update: {
      kind: 'flag',
      about: 'the file is the layer, marked up: add, move, change and delete as it says, by the ids',
    },
    preview: { kind: 'flag', about: 'with --update: only say what would be done' },
  },
  async run(call) {
    const path = call.positional(0, 'The project file');
    call.positional(1, 'A file to import');
    const layer = call.required('as');
    const files = call.positionals.slice(1);
    const pair = files.find((file) => /^[\w-]+=/.test(file) && !fileExists(file));
    if (pair !== undefined) throw call.wrong(`${pair} is no file; each pair stands behind a --map of its own.`, '--map');
    if (!isFeatureLayerName(layer) && !isRasterLayerName(layer)) {
      throw call.wrong(
        `There is no layer "${layer}"; the layers are ${[...RASTER_LAYER_NAMES, ...FEATURE_LAYER_NAMES].join(', ')}.`,
        '--as',
      );
    }
    const plan = await openProject(path);
    if (call.has('preview') && !call.has('update'))
      throw new AppError('usage/arguments', { what: '--preview goes with --update.', remedy: 'Add --update, or leave it out.' });
    if (isFeatureLayerName(layer)) await importVector(call, plan, layer, files);
    else await importHeights(call, plan, layer, files);
    if (!call.has('preview')) saveProject(path, plan);
  },
};

async function importVector(call: Arguments, plan: Plan, layer: FeatureLayerName, paths: readonly string[]): Promise<void> {
  if (call.has('vertical-unit'))
    throw new AppError('usage/arguments', {
      what: '--vertical-unit is for rasters.',
      where: `--as ${layer}`,
      remedy: 'Name the unit of a column behind it: --map heightM=HT:ft',
    });
  for (const option of ['height-error', 'within', 'cell'])
    if (call.has(option))
      throw new AppError('usage/arguments', {
        what: `--${option} is for rasters.`,
        where: `--as ${layer}`,
        remedy: 'Leave it out.',
      });
  const [crs, sourceLayer, where] = [call.text('crs'), call.text('source-layer'), call.text('where')];
  const licence = call.text('licence');
  const options = {
    ...(licence === undefined ? {} : { licence }),
    ...(crs === undefined ? {} : { crs }),
    ...(sourceLayer === undefined ? {} : { sourceLayer }),
    ...(where === undefined ? {} : { where }),
    swapAxes: call.has('swap-axes'),
    map: call.many('map').map(parseMapEntry),
    skipBadRows: call.has('skip-bad-rows'),
  };
  try {
    if (call.has('update')) {
      await updateVector(call, plan, layer, paths, options);
      return;
    }
    const { change, report } = await importFeatures(plan, layer, readInputs(paths), options, terminalJob());
    apply(plan, change);
    answer(
      call,
      { ...report, files: report.files.map(fileJson) },
      report.files.flatMap((file) => fileLines(file, layer)),
    );
  } catch (error) {
    // The rows are listed where answers go; the one line on standard error says how many there are.
    if (error instanceof BadRowsError) {
      answer(
        call,
        { layer, added: 0, skipped: 0, files: [{ ...fileJson(error.report), added: 0 }] },
        error.report.problems.map(problemLine),
      );
    }
    throw error;
  }
}

/** The report as it is answered: each mapping with all its keys. */
function fileJson(report: FileReport): object {
  const mapping = report.mapping.map(({ field, column = null, unit = null, constant = null, automatic }) => ({
    field,
    column,
    unit,
    constant,
    automatic,
  }));
  return { ...report, mapping };
}

async function updateVector(
  call: Arguments,
  plan: Plan,
  layer: FeatureLayerName,
  paths: readonly string[],
  options: ImportOptions,
): Promise<void> {
  const [file, ...others] = readInputs(paths);
  if (file === undefined || others.length > 0)
    throw new AppError('usage/arguments', {
      what: '--update takes one file.',
      remedy: 'Name the file that holds the whole layer.',
    });
  const { change, report } = await updateFeatures(plan, layer, file, options, terminalJob());
  apply(plan, change);
  answer(
    call,
    { ...report, file: fileJson(report.file), applied: !call.has('preview') },
    updateLines(report, call.has('preview')),
  );
}

function updateLines({ layer, unchanged, updates, file }: UpdateReport, isPreview: boolean): string[] {
  const count = (...kinds: FeatureUpdate['kind'][]): number => updates.filter(({ kind }) => kinds.includes(kind)).length;
  return [
    `${file.file} and ${layer}: ${count('added')} added, ${count('moved', 'moved-and-changed')} moved, ` +
      `${count('changed', 'moved-and-changed')} changed, ${count('deleted')} deleted, ${unchanged} as they were.`,
    ...updates.map(({ id, kind, distanceM, fields = [] }) => {
      const distance = distanceM === undefined ? '' : distanceM === null ? ', another shape' : `, ${distanceM.toFixed(2)} m`;
      const values = fields.map(({ field, from, to }) => `, ${field}: ${from ?? 'nothing'} → ${to ?? 'nothing'}`).join('');
      return `  ${kind.replaceAll('-', ' ')}: ${id}${distance}${values}`;
    }),
    ...(file.filtered > 0 ? [`  note: ${file.filtered} do not meet the condition and were not looked at.`] : []),
    ...file.problems.map(problemLine),
    ...(isPreview ? ['Nothing was changed: this is a preview.'] : []),
  ];
}

async function importHeights(call: Arguments, plan: Plan, layer: RasterLayerName, paths: readonly string[]): Promise<void> {
  for (const option of ['source-layer', 'swap-axes', 'map', 'where', 'skip-bad-rows', 'update']) {
    if (call.has(option))
      throw new AppError('usage/arguments', {
        what: `--${option} is for layers of features.`,
        where: `--as ${layer}`,
        remedy: 'Leave it out.',
      });
  }
  for (const option of ['within', 'cell'])
    if (call.has(option) && !paths.some(isAddress))
      throw new AppError('usage/arguments', {
        what: `--${option} is for rasters at an address; of a file everything is taken.`,
        where: `--as ${layer}`,
        remedy: 'Leave it out.',
      });
  const verticalUnit = readVerticalUnit(call);
  const licence = call.text('licence');
  const crs = call.text('crs');
  const heightErrorM = call.number('height-error');
  const options = {
    ...(heightErrorM === undefined ? {} : { heightErrorM }),
    ...(crs === undefined ? {} : { crs }),
    ...(verticalUnit === undefined ? {} : { verticalUnit }),
    ...(licence === undefined ? {} : { licence }),
  };
  const { change, report } = await importRaster(plan, layer, await readRasterInputs(call, plan, paths), options, terminalJob());
  apply(plan, change);
  for (const { warnings } of report.files) for (const warning of warnings) warn(warning);
  const lines = report.files.flatMap((file) =>
    file.rasters.map(
      (raster) => `${basename(file.file)}: ${raster.width} × ${raster.height} cells added to ${layer}, ${errorText(raster)}.`,
    ),
  );
  answer(call, report, [...lines, `${layer} has ${report.grids} raster${report.grids === 1 ? '' : 's'} now.`]);
}

function errorText({ heightErrorM }: RasterInfo): string {
  return heightErrorM === null
    ? 'error of the heights not stated (--height-error)'
    : `heights taken to be within ${heightErrorM.toFixed(1)} m (one standard deviation)`;
}

function fileLines(report: FileReport, layer: string): string[] {
  const left = [
    report.filtered > 0 ? `${report.filtered} do not meet the condition` : '',
    report.withoutGeometry > 0 ? `${report.withoutGeometry} have no geometry` : '',
    report.skipped > report.withoutGeometry ? `${report.skipped - report.withoutGeometry} cannot be used` : '',
  ].filter(Boolean);
  return [
    `${report.file}: ${report.added} of ${report.total} added to ${layer}${left.length > 0 ? `; ${left.join(', ')}` : ''}.`,
    ...(report.mapping.length > 0 ? [`  fields: ${report.mapping.map(sourceText).join(', ')}`] : []),
    ...report.problems.map(problemLine),
  ];
}

function sourceText({ field, column, unit, constant }: FieldSource): string {
  return `${field} = ${constant === undefined ? (column ?? '') : `'${constant}'`}${unit === undefined ? '' : ` (${unit})`}`;
}

function problemLine(problem: Problem): string {
  return `  ${problem.severity === 'note' ? 'note' : problem.severity === 'warning' ? 'warning' : 'cannot be used'}: ${[problem.where, problem.message].filter(Boolean).join(': ')}${problem.remedy === undefined ? '' : ` ${problem.remedy}`}`;
}
