import { compareText } from '../../base/compare.ts';
import { spanText, type UnitSystem } from '../../base/quantity-text.ts';
import type { FiberNetwork, Terminal } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';

/** What a design takes for granted, in sentences that stand on its first page. */
export function assumptionsOf(
  plan: Plan,
  notes: readonly string[],
  network: Pick<FiberNetwork, 'poles' | 'stretches' | 'facilities' | 'terminals'>,
): string[] {
  const { settings } = plan;
  const surveyed = network.poles.filter((pole) => pole.makeReady === 'surveyed').length;
  const existing = network.poles.filter((pole) => pole.poleId !== null).length;
  return [
    'Terminals and cables are sized for all premises.',
    `Make-ready is surveyed for ${surveyed} of ${existing} existing poles; ${settings.makeReadyGroups.trim() === '' ? 'for' : `groups have their own shares (${settings.makeReadyGroups}); for`} the others ${settings.makeReadyTransferPercent} % are taken to need a transfer and ${settings.makeReadyReplacementPercent} % to be replaced.`,
    `Under paved streets in built-up areas: ${settings.pavedMethod}. Elsewhere, beside the road: ${settings.unpavedMethod}.`,
    `${slackText(settings)}${plan.rasters.has('terrain') ? ', follows the terrain' : '; no terrain is loaded, so slopes are not counted'}, and ${settings.sagPercent} % longer for sag in the air.`,
    `Streets known to be ${spanText(settings.wideStreetM, settings.units)} wide or more are built along on either side. A right-of-way that is narrower, or whose width is not stated, stands for the whole street: routes are drawn on its line, and on which side of it they are built is decided in the field.`,
    ...remoteFacilities(network, settings.units),
    ...crowdedPoles(network.terminals),
    ...notes,
  ];
}

/** How slack is reckoned: loops or a share, never both. */
function slackText({ slack, slackPercent, slackLoopM, slackLoopEveryM, units }: Plan['settings']): string {
  return slack === 'percent'
    ? `Cable is ${slackPercent} % longer than the route for slack`
    : `Cable has a loop of ${spanText(slackLoopM, units)} at each closure and riser and every ${spanText(slackLoopEveryM, units)}`;
}

/** More terminals than these on one pole leave a crew little room to work; nobody publishes a limit. */
const ROOMY_TERMINALS = 3;

/** Poles that carry many terminals, those with the most drops first. */
export function crowdedPoles(terminals: readonly Pick<Terminal, 'poleId' | 'used'>[]): string[] {
  const onPole = new Map<string, { terminals: number; drops: number }>();
  for (const { poleId, used } of terminals) {
    if (poleId === null) continue;
    const { terminals: count, drops } = onPole.get(poleId) ?? { terminals: 0, drops: 0 };
    onPole.set(poleId, { terminals: count + 1, drops: drops + used });
  }
  const crowded = [...onPole].filter(([, { terminals: count }]) => count > ROOMY_TERMINALS);
  if (crowded.length === 0) return [];
  const named = crowded
    .sort(([a, one], [b, other]) => other.drops - one.drops || compareText(a, b))
    .slice(0, NAMED)
    .map(([pole, { terminals: count, drops }]) => `${pole} (${count}, ${drops} drops)`);
  const more = crowded.length > NAMED ? ` and ${crowded.length - NAMED} more` : '';
  return [
    `More than ${ROOMY_TERMINALS} terminals hang on ${crowded.length === 1 ? 'one pole' : `${crowded.length} poles`}: ${named.join(', ')}${more}. Whether there is room, and whether the pole bears the drops, is decided in the field.`,
  ];
}

/** So many names are told; the rest are counted. */
const NAMED = 12;

/** An entrance longer than this crosses land that nobody has looked at; metres. */
const LONG_ENTRANCE_M = 60;

function remoteFacilities(
  { stretches, facilities }: Pick<FiberNetwork, 'stretches' | 'facilities'>,
  units: UnitSystem,
): string[] {
  return facilities.flatMap(({ node, name }) => {
    const entrance = stretches.find(
      ({ from, along, lengthM }) => from === node && along === 'lateral' && lengthM > LONG_ENTRANCE_M,
    );
    if (entrance === undefined) return [];
    return [
      `${name} stands ${spanText(entrance.lengthM, units)} from the route; its entrance is drawn as a straight line and needs a survey.`,
    ];
  });
}
