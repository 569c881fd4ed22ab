import { AppError } from '../../base/app-error.ts';
import { withGroup } from '../../plan/display.ts';
import { countOf } from '../../plan/layer.ts';
import type { Plan } from '../../plan/plan.ts';
import { itemGeometry, itemKey, itemOfKey } from '../../state/map-item.ts';
import { isGroupShown } from '../../state/map-display.ts';
import { MAP_GROUPS } from '../../state/map-groups.ts';
import type { Command } from '../command.ts';
import { leavingPlan, openProject, openSample } from '../file/project-commands.ts';
import type { Workbench } from '../workbench.ts';
import { LONGEST_LINK, readShare, writeShare, type SharedLink, type SharedView } from './share-link.ts';
import { wording } from '../../text/wording.ts';

const words = wording.shareCommands;

/** A plan with more than this is no longer tried: its file cannot fit into a link. */
const MOST_FEATURES = 4000;
const MOST_CELLS = 20_000;

/** A link, and what is in it. */
export interface ShareOffer {
  /** The address as a whole. */
  readonly address: string;
  readonly view: SharedView;
  /** Bytes of the plan in it; null where it has none. */
  readonly planBytes: number | null;
  /** True where the plan does not fit. */
  readonly isTooLarge: boolean;
}

/** Makes the link of what is seen now, with the plan where that is wanted and it fits. */
export async function shareOffer(bench: Workbench, base: string, isPlanWanted: boolean): Promise<ShareOffer> {
  const view = sharedView(bench);
  const project = isPlanWanted && !view.isSample ? await smallProject(bench, bench.plan.plan) : null;
  const whole = `${base}#${writeShare({ view, project })}`;
  const isTooLarge = isPlanWanted && !view.isSample && (project === null || whole.length > LONGEST_LINK);
  if (!isTooLarge) return { address: whole, view, planBytes: project?.length ?? null, isTooLarge };
  return { address: `${base}#${writeShare({ view, project: null })}`, view, planBytes: null, isTooLarge };
}

function sharedView({ plan, view, selection }: Workbench): SharedView {
  const { display, name } = plan.plan;
  return {
    ...view.camera,
    hidden: MAP_GROUPS.filter((group) => !isGroupShown(display, group)),
    selected: selection.items.map(itemKey),
    plan: name,
    // Layers may be hidden in it; where features were edited it is a plan of its own.
    isSample: plan.isSample && [...plan.plan.layers.values()].every(({ edits }) => edits.size === 0),
  };
}

/** The project file of a plan that may fit; null for one that cannot. */
async function smallProject({ runJob }: Workbench, plan: Plan): Promise<Uint8Array | null> {
  const features = [...plan.layers.values()].reduce((sum, layer) => sum + countOf(layer), 0);
  const cells = [...plan.rasters.values()].flatMap(({ grids }) => grids).reduce((sum, grid) => sum + grid.values.length, 0);
  return features > MOST_FEATURES || cells > MOST_CELLS ? null : runJob('write-project', { plan });
}

/** What an address asks to be shown; null where it asks nothing, or is damaged, which is said. */
export function sharedIn(bench: Workbench, hash: string): SharedLink | null {
  try {
    return readShare(hash);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    bench.messages.trouble(error.what, error.remedy, error.code);
    return null;
  }
}

/** Opens the plan of a link, or the sample town where it is about that; false where it brings none. @throws AppError when it is damaged */
export async function openShared(bench: Workbench, { project, view }: SharedLink): Promise<boolean> {
  if (project !== null) await openProject(bench, project, view.plan, 'link');
  else if (view.isSample) await openSample(bench);
  return project !== null || view.isSample;
}

/** Follows a link while another plan is open. */
export async function followShared(bench: Workbench, link: SharedLink): Promise<void> {
  const isThere = link.project === null && (link.view.isSample ? bench.plan.isSample : true);
  if (!isThere)
    await leavingPlan(bench, words.openFromLink({ plan: link.view.plan }), async () => void (await openShared(bench, link)));
  lookShared(bench, link);
}

/** Looks where a link says, once its plan is open; without its plan, says what is missing. */
export function lookShared(bench: Workbench, { view, project }: SharedLink): void {
  const { plan, selection, messages } = bench;
  bench.view.wantedCamera = { centre: view.centre, zoom: view.zoom };
  const isHere = project !== null || (view.isSample ? plan.isSample : plan.plan.name === view.plan);
  if (!isHere) {
    messages.trouble(words.theLinkShowsPlaceIn({ plan: view.plan }), words.openItsProjectFileTo);
    return;
  }
  showGroups(bench, view.hidden);
  selection.set(
    view.selected.flatMap((key) => {
      const item = itemOfKey(key);
      return item === null || itemGeometry(plan.plan, item) === null ? [] : [item];
    }),
  );
  if (selection.items.length > 0 && !bench.view.narrow) bench.view.showRight('selection');
}

/** Hides and shows groups as a link has them, as one step where that alters anything. */
function showGroups({ plan }: Workbench, hidden: readonly string[]): void {
  const before = plan.plan.display;
  const display = MAP_GROUPS.reduce((all, group) => {
    const isHidden = hidden.includes(group);
    return isHidden === !isGroupShown(all, group) ? all : withGroup(all, group, { hidden: isHidden });
  }, before);
  if (display !== before && plan.readOnly === null) plan.commit({ note: words.showLayersAsInLink, display });
}

export const shareLink: Command = {
  id: 'file.share',
  title: words.shareByLink,
  keywords: words.urlAddressSendCopy,
  run: ({ view }) => {
    view.dialog = { kind: 'share' };
  },
};
