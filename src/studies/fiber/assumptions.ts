import { spanText, type UnitSystem } from '../../base/quantity-text.ts';
import type { FiberNetwork } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';

/** What a design takes for granted, in sentences that stand on its first page. */
export function assumptionsOf(
  plan: Plan,
  notes: readonly string[],
  network: Pick<FiberNetwork, 'poles' | 'stretches' | 'facilities'>,
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
    ...notes,
  ];
}

/** How slack is reckoned: loops or a share, never both. */
function slackText({ slack, slackPercent, slackLoopM, slackLoopEveryM, units }: Plan['settings']): string {
  return slack === 'percent'
    ? `Cable is ${slackPercent} % longer than the route for slack`
    : `Cable has a loop of ${spanText(slackLoopM, units)} at each closure and riser and every ${spanText(slackLoopEveryM, units)}`;
}

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
