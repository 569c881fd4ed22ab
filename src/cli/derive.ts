import { lookupOf, parseWhere } from '../io/where.ts';
import type { Feature } from '../plan/feature-table.ts';
import { apply, type Change } from '../plan/change.ts';
import { isFeatureLayerName } from '../plan/layers.ts';
import type { Plan } from '../plan/plan.ts';
import { neighbourhoodsFrom, neighbourhoodsOfSize } from '../studies/derive/neighbourhoods.ts';
import { derivePremises } from '../studies/derive/premises.ts';
import { neighbourhoodsOfCells } from '../studies/derive/road-cells.ts';
import { deriveSpans } from '../studies/derive/spans.ts';
import type { Arguments, Command } from './arguments.ts';
import { openProject, saveProject } from './project.ts';
import { answer } from './terminal.ts';

export const command: Command = {
  usage:
    "derive PROJECT.weft premises --from parcels|buildings [--at frontage|centroid] [--where 'areaM2>=60'] | neighbourhoods --size N [--cells] | --villages | --from LAYER | spans",
  options: {
    from: { kind: 'text', about: 'layer to derive from' },
    at: { kind: 'text', about: 'where premises lie: frontage (default for parcels) or centroid (default for buildings)' },
    where: { kind: 'text', about: 'which of them count, e.g. areaM2>=60' },
    size: { kind: 'number', about: 'premises of a neighbourhood, about' },
    cells: { kind: 'flag', about: 'along the cells between streets, joined to about --size premises' },
    villages: { kind: 'flag', about: 'one neighbourhood for each village, however large' },
  },
  words: 2,
  async run(call) {
    const path = call.positional(0, 'The project file');
    const layer = call.positional(1, 'What to derive');
    const plan = await openProject(path);
    const { change, count, left = 0 } = derive(plan, layer, call);
    apply(plan, change);
    saveProject(path, plan);
    answer(call, { layer, count, left }, [`${count} ${layer} derived${left > 0 ? `, ${left} left out` : ''}.`]);
  },
};

function derive(plan: Plan, layer: string, call: Arguments): { change: Change; count: number; left?: number } {
  if (layer === 'spans') return deriveSpans(plan);
  if (layer === 'premises') return premises(plan, call);
  if (layer !== 'neighbourhoods') throw call.wrong(`"${layer}" cannot be derived.`);
  const from = call.text('from');
  if (from !== undefined) {
    if (!isFeatureLayerName(from)) throw call.wrong(`There is no layer "${from}".`, '--from');
    return neighbourhoodsFrom(plan, from);
  }
  if (call.has('villages')) return neighbourhoodsOfSize(plan, Infinity);
  if (!call.has('size')) throw call.wrong('Give --size N, --villages or --from LAYER.');
  const derived = call.has('cells') ? neighbourhoodsOfCells : neighbourhoodsOfSize;
  return derived(plan, call.whole('size', { min: 2, max: 1_000_000, fallback: 100 }));
}

function premises(plan: Plan, call: Arguments): { change: Change; count: number; left: number } {
  const from = call.required('from');
  if (from !== 'parcels' && from !== 'buildings')
    throw call.wrong(`Premises are derived from parcels or buildings, not from "${from}".`, '--from');
  const at = call.text('at') ?? (from === 'parcels' ? 'frontage' : 'centroid');
  if (at !== 'frontage' && at !== 'centroid') throw call.wrong(`"${at}" should be frontage or centroid.`, '--at');
  const expression = call.text('where');
  return derivePremises(plan, { from, at, ...(expression === undefined ? {} : { where: conditionOf(expression) }) });
}

function conditionOf(expression: string): (feature: Feature) => boolean {
  const condition = parseWhere(expression);
  return ({ geometry, fields }) => condition.matches(lookupOf(geometry, fields));
}
