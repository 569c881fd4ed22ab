import { plainSpaces, type UnitSystem } from '../base/quantity-text.ts';
import type { LngLat } from '../geo/position.ts';
import { explainLink, type LinkExplanation } from '../studies/link/explain.ts';
import type { LinkEnd, LinkModel, LinkResult } from '../studies/link/result.ts';
import { standingOf } from '../studies/obstacles/standing.ts';
import { studyLink } from '../studies/link/run.ts';
import { parseNumbers, type Arguments, type Command } from './arguments.ts';
import { STANDING_OPTIONS, openObstacles } from './link-obstacles.ts';
import { readHeightAbove } from './obstacle-files.ts';
import { BUDGET_OPTIONS, budgetAnswer, readBudgetOptions, frequencyFor } from './budget.ts';
import { answer, terminalJob } from './terminal.ts';
import { openTerrainFiles } from './terrain-files.ts';

/** `weft link`: is a radio link free, why not, and what mast would free it. */
export const command: Command = {
  usage:
    'link --terrain FILE... [--surface FILE...] [--buildings FILE...] [--canopy FILE...] [--season leaf-on|leaf-off] [--parapet-m 0] --from LON,LAT,HEIGHT_M --to LON,LAT,HEIGHT_M [--height-above ground|surface|roof|sea] ' +
    '[--frequency-ghz 5.5] [--k 1.3333] [--model sightline|p526|itm|p1812] [--units metric|us] [--crs EPSG:N] [--vertical-unit m|ft|us-ft] ' +
    '[--equipment-a ID --equipment-b ID [--rain-rate-mm-h R] [--cable-loss-db X] [--region us|eu] [--date YYYY-MM-DD]]',
  options: {
    terrain: { kind: 'many', about: 'ground models: GeoTIFF, .hgt, .hgt.zip; several tiles are one terrain' },
    surface: { kind: 'many', about: 'models of roofs and trees above the same datum' },
    ...STANDING_OPTIONS,
    from: { kind: 'text', about: 'first end: longitude,latitude,antenna height in metres' },
    to: { kind: 'text', about: 'second end, likewise' },
    'height-above': { kind: 'text', about: 'heights are above ground (default), surface, roof or sea' },
    'frequency-ghz': { kind: 'number', about: 'frequency in GHz (5.5)' },
    k: { kind: 'number', about: 'effective over true Earth radius (1.3333, that is 4/3)' },
    model: {
      kind: 'text',
      about: 'sightline (default): geometry and free-space loss; p526, itm, p1812: also the loss over the terrain by that model',
    },
    units: { kind: 'text', about: 'units of the text answer: metric (default) or us; --json is always metric' },
    crs: { kind: 'text', about: 'coordinate system of files that do not state one' },
    'vertical-unit': { kind: 'text', about: 'unit of heights in files that do not state one' },
    ...BUDGET_OPTIONS,
  },
  run: runLink,
};

async function runLink(call: Arguments): Promise<void> {
  if (call.positionals.length > 0) throw call.wrong(`"${call.positionals[0] ?? ''}" is one word too many.`);
  const from = readEnd(call, 'from');
  const to = readEnd(call, 'to');
  const budgetOptions = readBudgetOptions(call);
  // A budget without a model named heeds what stands in the way.
  const model = budgetOptions !== null && !call.has('model') ? 'p526' : readModel(call);
  const heightAbove = readHeightAbove(call, { surface: ['surface'] });
  const units = call.oneOf<UnitSystem>('units', ['metric', 'us']);
  const frequencyGhz = call.number('frequency-ghz') ?? frequencyFor(budgetOptions);
  const kFactor = call.number('k') ?? 4 / 3;
  if (!call.has('terrain')) throw call.wrong('--terrain is missing.');
  const job = terminalJob();
  const terrain = await openTerrainFiles(call.many('terrain'), call, job);
  const surface = call.has('surface') ? await openTerrainFiles(call.many('surface'), call, job, 'surface') : null;
  const standing = await openObstacles(call, job);
  const result = await studyLink(
    {
      terrain: terrain.terrain,
      surface: surface?.terrain ?? null,
      standing: standing === null ? null : await standingOf(standing.obstacles),
      from,
      to,
      heightAbove,
      frequencyGhz,
      kFactor,
      model,
    },
    job,
  );
  const fileWarnings = [...terrain.warnings, ...(surface?.warnings ?? []), ...(standing?.warnings ?? [])];
  const budget = budgetOptions === null ? null : budgetAnswer(result, budgetOptions);
  const json = { ...jsonAnswer(result, fileWarnings), ...(budget === null ? {} : { budget: budget.json }) };
  answer(call, json, [...textAnswer(result, units, fileWarnings), ...(budget?.lines ?? [])]);
}

function readEnd(call: Arguments, option: 'from' | 'to'): LinkEnd {
  const [lng = NaN, lat = NaN, heightM = NaN] = parseNumbers(call.required(option), 3, call, option);
  const position: LngLat = [lng, lat];
  return { position, heightM };
}

function readModel(call: Arguments): LinkModel {
  return call.oneOf<LinkModel>('model', ['sightline', 'p526', 'itm', 'p1812']);
}

function jsonAnswer(result: LinkResult, fileWarnings: readonly string[]): object {
  const words = plainWords(result, 'metric');
  const { lon, lat, distanceM, cause, building, clearanceM, fresnelRadiusM } = result.limitingPoint;
  return {
    verdict: result.verdict,
    confident: result.confident,
    distanceM: result.distanceM,
    azimuthDeg: result.azimuthDeg,
    minClearanceM: result.minClearanceM,
    fresnelFraction: result.fresnelFraction,
    limitingPoint: { lon, lat, distanceM, cause, building, clearanceM, fresnelRadiusM },
    raiseAM: result.raiseAM,
    raiseBM: result.raiseBM,
    raiseBothM: result.raiseBothM,
    fresnelObstructed: result.fresnelObstructed,
    foliage: result.foliage,
    model: result.model,
    ...(result.model === 'sightline' ? {} : { lossDb: result.lossDb }),
    freeSpaceLossDb: result.freeSpaceLossDb,
    explanation: [words.verdict, words.reason, words.remedy, words.caution].filter((text) => text !== null).join(' '),
    frequencyGhz: result.frequencyGhz,
    kFactor: result.kFactor,
    heightAbove: result.heightAbove,
    assumptions: words.assumptions,
    warnings: [...fileWarnings, ...words.warnings],
  };
}

/** The words of a result with common spaces, as terminals and programs expect them. */
function plainWords(result: LinkResult, units: UnitSystem): LinkExplanation {
  const { verdict, reason, remedy, caution, warnings, assumptions, numbers } = explainLink(result, units);
  return {
    verdict: plainSpaces(verdict),
    reason: plainSpaces(reason),
    remedy: remedy === null ? null : plainSpaces(remedy),
    caution: caution === null ? null : plainSpaces(caution),
    warnings: warnings.map(plainSpaces),
    assumptions: assumptions.map(plainSpaces),
    numbers: numbers.map(([label, value]) => [label, plainSpaces(value)]),
  };
}

/** The verdict, then the reason, then the numbers. */
function textAnswer(result: LinkResult, units: UnitSystem, fileWarnings: readonly string[]): string[] {
  const words = plainWords(result, units);
  const wide = Math.max(...words.numbers.map(([label]) => label.length));
  return [
    words.verdict,
    words.reason,
    ...[words.remedy, words.caution].flatMap((text) => (text === null ? [] : [text])),
    ...[...fileWarnings, ...words.warnings].map((text) => `Note: ${text}`),
    '',
    ...words.numbers.map(([label, value]) => `${label.padEnd(wide)}  ${value}`),
    '',
    ...words.assumptions.map((text) => `Assumed: ${text}`),
  ];
}
