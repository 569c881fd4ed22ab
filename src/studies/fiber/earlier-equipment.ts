import { sha256Hex } from '../../base/hash.ts';
import { stableJson } from '../../base/stable-json.ts';
import { OPTICS_CLASSES } from '../../fiber/optical-budget.ts';
import { placesInReach, type SitedTerminal } from '../../fiber/resite-terminals.ts';
import type { RouteGraph, RouteNode } from '../../fiber/route-input.ts';
import type { SplitChoice } from '../../fiber/splitting.ts';
import { portsUsed } from '../../fiber/terminals.ts';
import { placeKey } from '../../fiber/way-network.ts';
import type { LngLat } from '../../geo/position.ts';
import type { Drop, FiberNetwork, Terminal } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import { designSettings } from './inputs-hash.ts';
import type { Placement, TerminalGround } from './placement.ts';
import type { PreparedRoutes } from './prepare.ts';
import { ITEM } from './prices.ts';
import { pricesOf } from './split-study.ts';

const SPLITTERS = [2, 4, 8, 16, 32, 64];

/** A fingerprint of what terminals, cabinets and the ways to divide light are placed by on given routes: settings and prices. */
export function equipmentRules(plan: Plan, { input }: PreparedRoutes): string {
  const { splitter, ...prices } = pricesOf(plan.settings, plan.costBook);
  const { terminalAerialCents, terminalBuriedCents, dropAerialPerM, dropBuriedPerM } = input.prices;
  const weighed = [prices, SPLITTERS.map(splitter), terminalAerialCents, terminalBuriedCents, dropAerialPerM, dropBuriedPerM];
  return sha256Hex(stableJson([Object.fromEntries(designSettings(plan)), ...weighed])).slice(0, 16);
}

/**
 * Terminals of an earlier design that stand where they stood: away from what changed, each of their drops leaves the routes where it left them and
 * reaches the terminal within the rules.
 * @param isNear tells which places lie where the ground has changed, or near by
 */
export function terminalsThatStay(
  earlier: FiberNetwork,
  prepared: PreparedRoutes,
  graph: RouteGraph,
  { route, rules, attachments, dropEdge }: TerminalGround,
  isNear: (position: LngLat) => boolean,
): SitedTerminal[] {
  const attached = new Map(attachments.map((one) => [prepared.premises[one.premises]?.id ?? '', one]));
  const dropsOf = new Map<string, Drop[]>();
  for (const drop of earlier.drops) dropsOf.set(drop.terminalId, [...(dropsOf.get(drop.terminalId) ?? []), drop]);
  return earlier.terminals.flatMap((terminal): SitedTerminal[] => {
    const drops = dropsOf.get(terminal.id) ?? [];
    if (drops.length === 0 || (drops.length > 1 && terminal.used > rules.usablePorts) || isNear(terminal.position)) return [];
    let place = -1;
    const premises: number[] = [];
    for (const drop of drops) {
      const attachment = attached.get(drop.premisesId);
      const edge = attachment && dropEdge.get(attachment.premises);
      const [leaves, house] = drop.path.slice(-2);
      if (attachment === undefined || edge === undefined || leaves === undefined || house === undefined) return [];
      const isSame =
        placeKey(edge.path[0] ?? house) === placeKey(leaves) && placeKey(edge.path.at(-1) ?? leaves) === placeKey(house);
      if (drop.fibres !== attachment.fibres) return [];
      if (!isSame || (edge.kind === 'drop-aerial') !== (drop.kind === 'aerial') || isNear(house)) return [];
      const isPlace = (node: number): boolean => standsAt(terminal, graph.nodes[node], prepared);
      const found = placesInReach(route, attachment, rules, isPlace, () => false)[0]?.node ?? -1;
      if (found < 0 || (place >= 0 && found !== place)) return [];
      place = found;
      premises.push(attachment.premises);
    }
    return [{ node: place, premises }];
  });
}

/** Whether a node is the one that a terminal stood at: that pole, or that place on the ground or on a new line. */
function standsAt(terminal: Terminal, node: RouteNode | undefined, prepared: PreparedRoutes): boolean {
  if (node === undefined || placeKey(node.position) !== placeKey(terminal.position)) return false;
  if (node.kind === 'pole') return terminal.poleId !== null && prepared.poles[node.pole]?.id === terminal.poleId;
  const isBuried = terminal.items.some(({ item }) => item.startsWith(ITEM.terminalBuried));
  return terminal.poleId === null && (node.kind === 'ground' || node.kind === 'facility') === isBuried;
}

/** How an earlier design divides the light of each cabinet that stands where it stood and feeds the same terminals with the same premises; null for the others. */
export function splitsThatStay(
  earlier: FiberNetwork,
  prepared: PreparedRoutes,
  graph: RouteGraph,
  { cabinets, terminals }: Placement,
): (SplitChoice | null)[] {
  const terminalOf = new Map(earlier.drops.map(({ premisesId, terminalId }) => [premisesId, terminalId]));
  const terminalAt = new Map(earlier.terminals.map((terminal) => [terminal.id, terminal]));
  /** The earlier terminal with the same premises. */
  const before = terminals.map(({ premises }) => {
    const ids = new Set(premises.map((one) => terminalOf.get(prepared.premises[one.premises]?.id ?? '')));
    const [id] = ids;
    const terminal = id === undefined ? undefined : terminalAt.get(id);
    return ids.size === 1 && terminal?.used === portsUsed(premises) ? terminal : undefined;
  });
  const fedBy = new Map<string, number>();
  for (const { cabinetId } of earlier.terminals) fedBy.set(cabinetId, (fedBy.get(cabinetId) ?? 0) + 1);
  return cabinets.map((cabinet) => {
    const own = cabinet.terminals.map((terminal) => before[terminal]);
    const place = placeKey(graph.nodes[cabinet.node]?.position ?? [NaN, NaN]);
    const found = earlier.cabinets.find(({ id }) => id === own[0]?.cabinetId);
    const optics = OPTICS_CLASSES.find(({ id }) => id === found?.opticsClass);
    if (found === undefined || optics === undefined || placeKey(found.position) !== place) return null;
    if (found.inFacility !== cabinet.inFacility || fedBy.get(found.id) !== own.length) return null;
    const index = new Map(own.map((terminal, i) => [terminal?.id ?? '', i]));
    if (own.some((terminal) => terminal?.cabinetId !== found.id)) return null;
    return {
      kind: found.splitting,
      ratio: found.splitRatio,
      optics,
      terminals: own.map((terminal) => ({
        outputs: terminal?.split ?? 1,
        tapPercent: terminal?.tapPercent ?? null,
        fedBy: index.get(terminal?.fedBy ?? '-') ?? -1,
      })),
    };
  });
}
