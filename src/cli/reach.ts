import { writeCsv } from '../io/write/csv.ts';
import { writeGeoJson } from '../io/write/geojson.ts';
import type { FieldValue } from '../plan/feature-table.ts';
import { mountsOf, type Mount } from '../studies/reach/mounts.ts';
import { rankNodes, shortestMast, type Reach } from '../studies/reach/rank-nodes.ts';
import { parseNumbers, type Arguments, type Command } from './arguments.ts';
import { BUDGET_OPTIONS, frequencyFor, readBudgetOptions } from './budget.ts';
import { writeAtomically } from './files.ts';
import {
  defaultHeightM,
  nothingToJudge,
  openScene,
  outputKind,
  readFeatures,
  SCENE_OPTIONS,
  SCENE_USAGE,
} from './radio-scene.ts';
import { answer, terminalJob } from './terminal.ts';

/** `weft reach`: which installed nodes one roof can reach, best first. */
export const command: Command = {
  usage: `reach ${SCENE_USAGE} --from ID|LON,LAT,HEIGHT_M [--equipment-a ID --equipment-b ID …] [--out FILE.csv|.geojson|.json]`,
  options: {
    ...SCENE_OPTIONS,
    ...BUDGET_OPTIONS,
    from: { kind: 'text', about: 'id or roof of a site, or a position with the height above ground' },
    out: { kind: 'text', about: 'all nodes in range, best first: .csv, .geojson with the lines, or .json' },
  },
  words: 0,
  async run(call) {
    const job = terminalJob();
    const from = call.required('from');
    const out = call.text('out');
    const kind = out === undefined ? null : outputKind(call, out);
    if (!call.has('sites')) throw call.wrong('--sites is missing.');
    const radios = readBudgetOptions(call);
    const { scene: ground, warnings } = await openScene(call, job);
    const frequencyGhz = call.has('frequency-ghz') ? ground.frequencyGhz : frequencyFor(radios);
    const scene = { ...ground, frequencyGhz, ...(radios === null ? {} : { radios }) };
    const features = await readFeatures('sites', call.many('sites'), job);
    const { mounts, leftOut } = mountsOf(features, scene, defaultHeightM(call));
    if (mounts.length === 0) throw nothingToJudge(call.many('sites').join(', '), leftOut);
    const here = startOf(from, mounts, call);
    // Sites that say nothing of their state are taken to stand.
    const nodes = mounts.filter(({ status, roof }) => (status === 'installed' || status === '') && roof !== here[0]?.roof);
    const reaches = await rankNodes(scene, here, nodes, job);
    const rows = reaches.map(rowOf);
    if (out !== undefined && kind !== null) writeAtomically(out, bytesOf(kind, reaches, rows));
    const works = reaches.some(({ verdict }) => verdict === 'clear');
    const mast = works ? null : shortestMast(reaches);
    const shortest = mast === null ? null : { mast_m: mast.mastM, raise_m: mast.to.raiseM, to: mast.to.roof };
    answer(call, { from, nodes: rows, shortestMast: shortest, leftOut, warnings }, [
      ...reaches.map(
        (one) =>
          `${one.roof}: ${one.verdict}${one.confident ? '' : ', too close to call'}, ${Math.round(one.distanceM)} m at ${one.azimuthDeg.toFixed(1)}° true, clearance ${one.clearanceM.toFixed(1)} m${levelText(one)}`,
      ),
      ...(reaches.length === 0 ? ['No installed node is in range.'] : []),
      ...(mast === null ? [] : [`A mast ${mast.mastM} m taller would open ${mast.to.roof}.`]),
      ...leftOut.map(({ id, reason }) => `Left out: ${id}: ${reason}`),
      ...warnings.map((text) => `Note: ${text}`),
    ]);
  },
};

function startOf(from: string, mounts: readonly Mount[], call: Arguments): Mount[] {
  const named = mounts.filter(({ id, roof }) => id === from || roof === from);
  if (named.length > 0) return named.some(({ id }) => id === from) ? named.filter(({ id }) => id === from) : named;
  if (!/^-?[\d.]+,/.test(from)) throw call.wrong(`There is no site "${from}" that can be judged.`, '--from');
  const [lng = NaN, lat = NaN, heightM = NaN] = parseNumbers(from, 3, call, 'from');
  return [{ id: 'here', name: 'here', roof: 'here', position: [lng, lat], heightM, status: '', consent: '' }];
}

function rowOf(one: Reach): Record<string, FieldValue> {
  return {
    roof: one.roof,
    verdict: one.verdict,
    confident: one.confident,
    distance_m: one.distanceM,
    azimuth_deg: one.azimuthDeg,
    clearance_m: one.clearanceM,
    fresnel_fraction: one.fresnelFraction,
    from_mount: one.from.id,
    to_mount: one.to.id,
    obstacle: one.obstacle,
    obstacle_at_m: one.tightestM,
    ...(one.raiseM === null ? {} : { raise_m: one.raiseM }),
    ...levelCells(one),
  };
}

/** What arrives at the weaker end, where radios were named. */
function levelCells({ level }: Reach): Record<string, FieldValue> {
  if (level === null) return {};
  return {
    level_dbm: Math.round(level.levelDbm * 10) / 10,
    ...(level.marginDb === null ? {} : { margin_db: Math.round(level.marginDb * 10) / 10 }),
    ...(level.modulation === null ? {} : { modulation: level.modulation }),
    ...(level.throughputMbps === null ? {} : { throughput_mbps: level.throughputMbps }),
  };
}

function levelText({ level }: Reach): string {
  if (level === null) return '';
  const margin = level.marginDb === null ? '' : `, margin ${level.marginDb.toFixed(1)} dB`;
  return `, ${level.levelDbm.toFixed(1)} dBm${margin}${level.modulation === null ? '' : `, ${level.modulation}`}`;
}

const COLUMNS =
  'roof verdict confident distance_m azimuth_deg clearance_m fresnel_fraction from_mount to_mount obstacle obstacle_at_m raise_m level_dbm margin_db modulation throughput_mbps'.split(
    ' ',
  );

function bytesOf(
  kind: 'csv' | 'geojson' | 'json',
  reaches: readonly Reach[],
  rows: readonly Record<string, FieldValue>[],
): Uint8Array {
  if (kind === 'csv')
    return writeCsv({
      columns: COLUMNS.map((title) => ({ title })),
      rows: rows.map((row) => COLUMNS.map((name) => row[name] ?? null)),
    });
  if (kind === 'json') return new TextEncoder().encode(`${JSON.stringify(rows, null, 2)}\n`);
  return writeGeoJson(
    reaches.map((one, index) => ({
      id: `reach-${String(index + 1).padStart(4, '0')}`,
      geometry: { type: 'LineString', coordinates: [one.from.position, one.to.position] },
      fields: rows[index] ?? {},
    })),
  );
}
