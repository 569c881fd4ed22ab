import { geodesicDistanceM } from '../geo/geodesy.ts';
import type { PositionReading } from '../geo/position-text.ts';
import { boundsOf } from '../state/map-item.ts';
import type { FeatureLayerName } from '../plan/layers.ts';
import { featureAt, idAt, valueAt } from '../plan/feature-table.ts';
import { layerTable } from '../plan/plan.ts';
import { titleOf, type Command } from './command.ts';
import { allCommands } from './registry.ts';
import type { Workbench } from './workbench.ts';
import { layerTitle } from '../text/knowledge-words.ts';
import { wording } from '../text/wording.ts';

const words = wording.search;

/** One line of the search's answer. */
export type SearchHit =
  | { readonly kind: 'command'; readonly key: string; readonly command: Command }
  | { readonly kind: 'place'; readonly key: string; readonly title: string; readonly note: string; go(): void };

const MOST_OF_A_LAYER = 8;
/** Where people look first; all other layers follow. */
const FIRST_LAYERS: readonly FeatureLayerName[] = ['sites', 'facilities', 'neighbourhoods', 'rights-of-way', 'premises', 'poles'];
const SEARCHED_FIELDS = ['name', 'address', 'street', 'place'] as const;

/** Commands, features of the plan, and a typed position as it can be read. Without a query all commands are listed. */
export function search(bench: Workbench, query: string, readings: readonly PositionReading[]): SearchHit[] {
  const typed = query.trim().toLowerCase();
  const words = typed.split(/\s+/).filter(Boolean);
  // What is called so comes before what is only looked for by such words.
  const rank = (command: Command): number => (titleOf(command, bench).toLowerCase().includes(typed) ? 0 : 1);
  const commands = allCommands
    .filter((command) =>
      words.every((word) => `${titleOf(command, bench)} ${command.keywords ?? ''}`.toLowerCase().includes(word)),
    )
    .sort((a, b) => rank(a) - rank(b))
    .map((command): SearchHit => ({ kind: 'command', key: command.id, command }));
  const centre = bench.camera.centre();
  const distanceM = ({ position }: PositionReading): number => geodesicDistanceM(position, centre);
  // Two numbers may be meant either way round: both are offered, the one nearer to what the map shows first.
  const places = [...readings].sort((a, b) => distanceM(a) - distanceM(b)).map((one) => positionHit(bench, one, readings.length));
  return [...places, ...commands, ...(words.length === 0 ? [] : featureHits(bench, words))];
}

function positionHit(bench: Workbench, { position, first, isSaid }: PositionReading, ofReadings: number): SearchHit {
  const isPlain = isSaid || (first === 'latitude' && ofReadings === 1);
  return {
    kind: 'place',
    key: `position/${first}`,
    title: words.goTo({ latitude: position[1], longitude: position[0] }),
    note: isPlain ? words.position : first === 'latitude' ? words.latitudeFirst : words.longitudeFirst,
    go: () => bench.camera.moveTo(position, 16),
  };
}

function featureHits(bench: Workbench, words: readonly string[]): SearchHit[] {
  const { layers } = bench.plan.plan;
  const order = new Set([...FIRST_LAYERS.filter((name) => layers.has(name)), ...layers.keys()]);
  return [...order].flatMap((layer) =>
    matchingRows(bench, layer, words, MOST_OF_A_LAYER).map((row) => featureHit(bench, layer, row)),
  );
}

function matchingRows(bench: Workbench, layer: FeatureLayerName, words: readonly string[], most: number): number[] {
  const table = layerTable(bench.plan.plan, layer);
  const columns = SEARCHED_FIELDS.map((name) => table.columns.get(name));
  const rows: number[] = [];
  for (let row = 0; row < table.count && rows.length < most; row++) {
    const text = [idAt(table, row), ...columns.map((column) => valueAt(column, row) ?? '')].join(' ').toLowerCase();
    if (words.every((word) => text.includes(word))) rows.push(row);
  }
  return rows;
}

function featureHit(bench: Workbench, layer: FeatureLayerName, row: number): SearchHit {
  const feature = featureAt(layerTable(bench.plan.plan, layer), row);
  const { name, address } = feature.fields;
  return {
    kind: 'place',
    key: `${layer}/${feature.id}`,
    title: String(name ?? address ?? feature.id),
    note: `${layerTitle(layer)} · ${feature.id}`,
    go: () => {
      bench.selection.set([{ kind: 'feature', layer, id: feature.id }]);
      bench.view.showRight('selection');
      if (feature.geometry !== null) bench.camera.fit(boundsOf(feature.geometry));
    },
  };
}
