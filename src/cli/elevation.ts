import type { LngLat } from '../geo/position.ts';
import { parseNumbers, type Arguments, type Command } from './arguments.ts';
import { openTerrainFiles } from './terrain-files.ts';
import { answer, terminalJob } from './terminal.ts';

/** `weft elevation`: heights of the ground at positions. */
export const command: Command = {
  usage: 'elevation --terrain FILE... [--crs EPSG:N] [--vertical-unit m|ft|us-ft] [--sample bilinear|nearest] --at LON,LAT...',
  options: {
    terrain: { kind: 'many', about: 'GeoTIFF, .hgt, .hgt.zip or .asc; several tiles are one terrain' },
    crs: { kind: 'text', about: 'coordinate system, where a file does not state it or states a wrong one' },
    'vertical-unit': {
      kind: 'text',
      about: 'unit of the heights, where a file does not state it or states a wrong one: m, ft or us-ft',
    },
    sample: { kind: 'text', about: 'between cell centres (bilinear, the default) or the value of the cell (nearest)' },
    at: { kind: 'many', about: 'positions, longitude,latitude in degrees' },
  },
  run: runElevation,
};

async function runElevation(call: Arguments): Promise<void> {
  if (call.positionals.length > 0) throw call.wrong(`"${call.positionals[0] ?? ''}" is one word too many.`);
  if (!call.has('terrain')) throw call.wrong('--terrain is missing.');
  if (!call.has('at')) throw call.wrong('--at is missing.');
  const sample = call.text('sample') ?? 'bilinear';
  if (sample !== 'bilinear' && sample !== 'nearest') throw call.wrong(`"${sample}" is neither bilinear nor nearest.`, '--sample');
  const positions = call.many('at').map((typed): LngLat => {
    const [lng = NaN, lat = NaN] = parseNumbers(typed, 2, call, 'at');
    return [lng, lat];
  });
  const { terrain, warnings } = await openTerrainFiles(call.many('terrain'), call, terminalJob());
  const heights = positions.map((position) => (sample === 'nearest' ? terrain.nearestM(position) : terrain.elevationM(position)));
  const elevationsM = heights.map((height) => (Number.isNaN(height) ? null : rounded(height)));
  const lines = elevationsM.map((height) => (height === null ? 'unknown' : `${height} m`));
  answer(call, { elevationsM, warnings }, [...lines, ...warnings.map((text) => `Note: ${text}`)]);
}

/** Tenths of a millimetre: what Node and a browser compute alike. */
function rounded(heightM: number): number {
  return Math.round(heightM * 10_000) / 10_000;
}
