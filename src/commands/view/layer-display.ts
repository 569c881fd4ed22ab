import { withGroup, type GroupDisplay } from '../../plan/display.ts';
import { bandOf, groupOrder, isMovable, shownTitle } from '../../state/map-display.ts';
import { isLayerGroup, type MapGroup } from '../../state/map-groups.ts';
import type { Workbench } from '../workbench.ts';
import { wording } from '../../text/wording.ts';

const words = wording.layerDisplay;

/** Shows or hides a group, fades it or names it, as one step. */
export function setGroup({ plan }: Workbench, group: MapGroup, set: GroupDisplay): void {
  const { display } = plan.plan;
  const title = shownTitle(display, group).toLowerCase();
  const what =
    set.hidden !== undefined ? (set.hidden ? words.hide : words.show) : set.opacity !== undefined ? words.fade : words.rename;
  plan.commit({ note: `${what} ${title}`, display: withGroup(display, group, set) });
}

/** The list of layers on screen: those in use, from the top of the map to its bottom. */
export type ShownOrder = readonly MapGroup[];

/** Why a group cannot go up or down by one, or null. */
export function whyNotMoved(shown: ShownOrder, group: MapGroup, by: 1 | -1): string | null {
  if (!isMovable(group)) return words.itStaysWhere;
  const other = neighbour(shown, group, by);
  if (other !== null) return null;
  return by < 0 ? words.itFirstItsPartList : words.itLastItsPartList;
}

/** Moves a group past the next one that is shown. */
export function moveGroup(bench: Workbench, shown: ShownOrder, group: MapGroup, by: 1 | -1): void {
  const other = neighbour(shown, group, by);
  if (other !== null) placeGroup(bench, group, other, by > 0);
}

/** Puts a group right before or after another of its part of the list. */
export function placeGroup({ plan }: Workbench, group: MapGroup, other: MapGroup, isAfter: boolean): void {
  if (group === other || bandOf(group) !== bandOf(other) || !isMovable(group) || !isMovable(other)) return;
  const { display } = plan.plan;
  const order = groupOrder(display).filter((one) => one !== group);
  const at = order.indexOf(other) + (isAfter ? 1 : 0);
  const title = shownTitle(display, group).toLowerCase();
  plan.commit({
    note: words.move({ title, isAfter: isAfter ? words.down : words.up }),
    display: { ...display, order: [...order.slice(0, at), group, ...order.slice(at)] },
  });
}

function neighbour(shown: ShownOrder, group: MapGroup, by: 1 | -1): MapGroup | null {
  const other = shown[shown.indexOf(group) + by];
  return other !== undefined && bandOf(other) === bandOf(group) && isMovable(other) ? other : null;
}

/** Takes a layer out of the plan; undo brings it back. */
export function removeLayer({ plan, selection, draw, messages }: Workbench, group: MapGroup): void {
  if (!isLayerGroup(group)) return;
  const title = shownTitle(plan.plan.display, group);
  draw.drop();
  plan.commit({ note: words.remove({ title: title.toLowerCase() }), layers: [{ name: group, layer: null }] });
  selection.set(selection.items.filter((item) => item.kind !== 'feature' || item.layer !== group));
  messages.say(words.wasTakenOutPlanUndo({ title }));
}
