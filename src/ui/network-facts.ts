import { OPTICS_CLASSES } from '../fiber/optical-budget.ts';
import type { FiberNetwork, Splitting } from '../plan/network.ts';
import type { Plan } from '../plan/plan.ts';
import { planFeature } from '../plan/change.ts';
import { networkPart, type MapItem, type NetworkKind } from '../state/map-item.ts';
import { heightText, moneyText, spanText, type UnitSystem } from '../base/quantity-text.ts';

/** What a part of each list is called. */
export const NETWORK_TITLES: Readonly<Record<NetworkKind, string>> = {
  stretches: 'Route',
  poles: 'Pole with our cable',
  terminals: 'Terminal',
  cabinets: 'Cabinet',
  closures: 'Closure',
  drops: 'Drop',
  crossings: 'Crossing',
  risers: 'Riser',
  facilities: 'Facility',
};

const SPLITTING_TITLES: Readonly<Record<Splitting, string>> = {
  central: 'all here',
  cascade: 'here and in the terminals',
  taps: 'terminal by terminal along the road',
};

type Facts = (readonly [label: string, text: string])[];
type Describers = { readonly [K in NetworkKind]: (part: FiberNetwork[K][number], units: UnitSystem, plan: Plan) => Facts };

const describers: Describers = {
  stretches: (part, units) => [
    [
      'Built',
      part.kind === 'aerial'
        ? `aerial, on ${(part.support ?? 'poles').replace('-', ' ')}`
        : `underground${part.method === null ? '' : `, ${part.method}`}`,
    ],
    ['Along', part.along],
    ['Length', spanText(part.lengthM, units)],
    ['Cable', `${spanText(part.cableLengthM, units)}, ${part.cables.map((size) => `${size} fibres`).join(' + ')}`],
    ['Fibres needed', part.feederFibres === 0 ? String(part.fibres) : `${part.fibres}, of them ${part.feederFibres} feeder`],
    ...(part.slackLoops === 0 ? [] : [['Slack loops', `${part.slackLoops} in each cable`] as const]),
    ['Premises beyond it', String(part.premisesServed)],
  ],
  poles: (part, units, plan) => [
    ['Pole', part.poleId ?? 'new'],
    ['Owner', part.owner ?? 'unknown'],
    ['Height', part.heightM === null ? 'unknown' : heightText(part.heightM, units)],
    ['Class', part.poleClass ?? 'unknown'],
    ['Attachment space', part.zone ?? 'unknown'],
    ['Circuit', part.circuit ?? 'unknown'],
    [
      'Make-ready',
      part.surveyedCostCents === null
        ? part.makeReady
        : `surveyed, ${moneyText(part.surveyedCostCents / 100, plan.costBook.currency)}`,
    ],
  ],
  terminals: (part) => [
    ['Ports', `${part.used} of ${part.ports} used`],
    ['Where', part.poleId === null ? 'in a handhole' : `on pole ${part.poleId}`],
    ...(part.split > 1 ? [['Splitter', `1:${part.split}`] as const] : []),
    ...(part.tapPercent === null ? [] : [['Coupler', `takes ${part.tapPercent} % of the light`] as const]),
  ],
  cabinets: (part) => [
    ['Premises', String(part.premises)],
    ['Splitters', part.splitters === 0 ? 'none here' : `${part.splitters} × 1:${part.splitRatio}`],
    ['Light divided', SPLITTING_TITLES[part.splitting]],
    ['OLT ports', `${part.oltPorts}, ${OPTICS_CLASSES.find(({ id }) => id === part.opticsClass)?.name ?? part.opticsClass}`],
    ['Feeder', `${part.feederFibres} fibres`],
  ],
  closures: (part) => [
    ['Where', part.poleId === null ? 'beside the route' : `on pole ${part.poleId}`],
    ['Cables', String(part.cables)],
    ['Splices', String(part.splices)],
  ],
  drops: (part, units) => [
    ['To', part.premisesId],
    ['From terminal', part.terminalId],
    ['Built', part.kind],
    ['Length', `${spanText(part.lengthM, units)}${part.long ? ', a long drop' : ''}`],
    ['Units', String(part.units)],
  ],
  crossings: (part) => [
    ['Crosses', part.name ?? part.barrierId],
    ['Kind', part.kind],
    ['How', part.manner],
    ['Permit', part.permit],
  ],
  risers: () => [['What', 'the cable goes from pole to ground']],
  facilities: (part) => [
    ['Name', part.name],
    ['Premises', String(part.premises)],
  ],
};

/** What is known of a part of the design, in words. */
export function networkFacts(plan: Plan, item: MapItem & { readonly kind: 'network' }): Facts {
  const part = networkPart(plan.fiber, item.list, item.id);
  if (part === undefined) return [];
  // The part was found in the list that names its describer.
  const describe = describers[item.list] as (part: unknown, units: UnitSystem, plan: Plan) => Facts;
  const area = part.neighbourhoodId === null ? null : planFeature(plan, 'neighbourhoods', part.neighbourhoodId);
  return [
    ...describe(part, plan.settings.units, plan),
    ['Neighbourhood', String(area?.fields['name'] ?? part.neighbourhoodId ?? 'outside all')],
  ];
}
