import { OPTICS_CLASSES } from '../fiber/optical-budget.ts';
import type { FiberNetwork, Splitting } from '../plan/network.ts';
import type { Plan } from '../plan/plan.ts';
import { planFeature } from '../plan/change.ts';
import { networkPart, type MapItem, type NetworkKind } from '../state/map-item.ts';
import { heightText, moneyText, spanText, type UnitSystem } from '../base/quantity-text.ts';
import { wording } from '../text/wording.ts';

const words = wording.networkFacts;

/** What a part of each list is called. */
export const NETWORK_TITLES: Readonly<Record<NetworkKind, string>> = {
  stretches: words.route,
  poles: words.poleWithOurCable,
  terminals: words.terminal,
  cabinets: words.cabinet,
  closures: words.closure,
  drops: words.drop,
  crossings: words.crossing,
  risers: words.riser,
  facilities: words.facility,
};

const SPLITTING_TITLES: Readonly<Record<Splitting, string>> = {
  central: words.allHere,
  cascade: words.hereAndInTerminals,
  taps: words.terminalByTerminalAlongRoad,
};

type Facts = (readonly [label: string, text: string])[];
type Describers = { readonly [K in NetworkKind]: (part: FiberNetwork[K][number], units: UnitSystem, plan: Plan) => Facts };

const describers: Describers = {
  stretches: (part, units) => [
    [
      words.built,
      part.inService !== undefined
        ? words.inServiceCable({ cable: part.inService.name })
        : part.kind === 'aerial'
          ? words.aerialOn({ support: (part.support ?? 'poles').replace('-', ' ') })
          : part.method === null
            ? words.underground
            : words.undergroundBy({ method: part.method }),
    ],
    [words.along, part.along],
    [words.length, spanText(part.lengthM, units)],
    part.inService !== undefined
      ? [words.fibresFree, String(part.inService.spareFibres)]
      : [
          words.cable,
          `${spanText(part.cableLengthM, units)}, ${part.cables.map((size) => words.fibres({ count: size })).join(' + ')}`,
        ],
    [
      words.fibresNeeded,
      part.feederFibres === 0
        ? String(part.fibres)
        : words.ofThemFeeder({ fibres: part.fibres, feederFibres: part.feederFibres }),
    ],
    ...(part.slackLoops === 0 ? [] : [[words.slackLoops, words.inEachCable({ slackLoops: part.slackLoops })] as const]),
    [words.premisesBeyondIt, String(part.premisesServed)],
  ],
  poles: (part, units, plan) => [
    [words.pole, part.poleId ?? words.newPole],
    [words.owner, part.owner ?? words.unknown],
    [words.height, part.heightM === null ? words.unknown : heightText(part.heightM, units)],
    [words.class, part.poleClass ?? words.unknown],
    [words.attachmentSpace, part.zone ?? words.unknown],
    [words.circuit, part.circuit ?? words.unknown],
    [
      words.makeReady,
      part.surveyedCostCents === null
        ? part.makeReady
        : words.surveyed({ surveyedCost: moneyText(part.surveyedCostCents / 100, plan.costBook.currency) }),
    ],
  ],
  terminals: (part) => [
    [words.ports, words.ofUsed({ used: part.used, ports: part.ports })],
    [words.where, part.poleId === null ? words.inAHandhole : words.onPole({ poleId: part.poleId })],
    ...(part.split > 1 ? [[words.splitter, `1:${part.split}`] as const] : []),
    ...(part.tapPercent === null ? [] : [[words.coupler, words.takesLight({ tapPercent: part.tapPercent })] as const]),
  ],
  cabinets: (part) => [
    [words.premises, String(part.premises)],
    [words.splitters, part.splitters === 0 ? words.noneHere : `${part.splitters} × 1:${part.splitRatio}`],
    [words.lightDivided, SPLITTING_TITLES[part.splitting]],
    [words.oltPorts, `${part.oltPorts}, ${OPTICS_CLASSES.find(({ id }) => id === part.opticsClass)?.name ?? part.opticsClass}`],
    [words.feeder, words.fibres({ count: part.feederFibres })],
  ],
  closures: (part) => [
    [words.where, part.poleId === null ? words.besideTheRoute : words.onPole({ poleId: part.poleId })],
    [words.cables, String(part.cables)],
    [words.splices, String(part.splices)],
  ],
  drops: (part, units) => [
    [words.to, part.premisesId],
    [words.fromTerminal, part.terminalId],
    [words.built, part.kind],
    [words.length, `${spanText(part.lengthM, units)}${part.long ? words.aLongDrop : ''}`],
    [words.units, String(part.units)],
    [words.cable, words.fibres({ count: part.fibres })],
  ],
  crossings: (part) => [
    [words.crosses, part.name ?? part.barrierId],
    [words.kind, part.kind],
    [words.how, part.manner],
    [words.permit, part.permit],
  ],
  risers: () => [[words.what, words.theCableGoesFromPole]],
  facilities: (part) => [
    [words.name, part.name],
    [words.premises, String(part.premises)],
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
    [words.neighbourhood, String(area?.fields['name'] ?? part.neighbourhoodId ?? words.outsideAll)],
  ];
}
