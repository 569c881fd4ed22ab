import type { Feature, FieldValue } from '../../plan/feature-table.ts';
import { countOf, emptyLayer, featuresOfLayer } from '../../plan/layer.ts';
import { planFeature } from '../../plan/change.ts';
import type { Equipment } from '../../base/equipment.ts';
import { equipmentById } from '../../radio/equipment.ts';
import type { LinkPoint } from '../../state/link-state.svelte.ts';
import { USUAL_HEIGHT_M, type PlanLink, type PlanLinkEnd } from '../../studies/plan-links/ends.ts';
import type { Reach } from '../../studies/reach/rank-nodes.ts';
import type { JudgedLink } from '../../studies/plan-links/judge.ts';
import { siteHeight } from '../../studies/reach/site-height.ts';
import { canRun, type Command } from '../command.ts';
import { freeId } from '../../plan/edits/edit-feature.ts';
import type { Workbench } from '../workbench.ts';
import { loadEquipment } from './link-budget.ts';
import { showLink, studyLink } from './link-study.ts';
import { radioSites, runStudy } from './radio-study.ts';
import { wording } from '../../text/wording.ts';

const words = wording.planLinks;

export const PLAN_LINKS_TITLE = words.judgingLinksPlan;

/** One end of a link to be kept. */
interface KeptEnd extends Pick<LinkPoint, 'name' | 'position' | 'heightM' | 'heightAbove'> {
  readonly equipment: Equipment | null;
}

export const studyPlanLinks: Command = {
  id: 'links.run',
  title: words.judgeLinksPlan,
  keywords: words.radioLinksVerdictLevelMargin,
  can: (bench) => {
    if (bench.radio.planLinks.running) return words.theyBeingJudgedAlready;
    return (bench.plan.plan.layers.get('links') ?? emptyLayer) === emptyLayer ? words.thePlanHasNoRadio : true;
  },
  run: async (bench) => {
    const input = { plan: bench.plan.plan, equipment: await loadEquipment(bench.plan.plan), season: bench.link.season };
    await runStudy(bench, bench.radio.planLinks, PLAN_LINKS_TITLE, { name: 'study-links', input });
  },
};

/** More links than this are judged only when they are asked for. */
const MOST_UNASKED = 100;

/** Judges the links of a plan that was just opened, where there are few: its map then shows what works. */
export async function judgeUnasked(bench: Workbench): Promise<void> {
  const count = countOf(bench.plan.plan.layers.get('links') ?? emptyLayer);
  if (count > MOST_UNASKED || !bench.plan.plan.rasters.has('terrain') || canRun(studyPlanLinks, bench) !== true) return;
  await studyPlanLinks.run(bench);
}

export const showBlockedLink: Command = {
  id: 'links.blocked',
  title: words.showWhatBlocksLinkPlan,
  keywords: words.radioObstacleMastRemedy,
  can: ({ radio }) => {
    if (radio.planLinks.result === null) return words.theLinksPlanHaveNot;
    return blockedLink(radio.planLinks.result) !== undefined || words.noLinkPlanBlocked;
  },
  run: async (bench) => {
    const blocked = blockedLink(bench.radio.planLinks.result ?? []);
    if (blocked !== undefined) await openPlanLink(bench, blocked.link);
  },
};

function blockedLink(links: readonly JudgedLink[]): JudgedLink | undefined {
  return links.find(({ finding }) => finding?.verdict === 'blocked');
}

export const keepLink: Command = {
  id: 'link.keep',
  title: words.keepThisLinkInPlan,
  keywords: words.addRadioLinkPlanned,
  can: (bench) => {
    const { a, b } = bench.link;
    if (a === null || b === null) return wording.everywhere.bothEndsFirst;
    return findKept(bench, a, b) === undefined || words.thisLinkInPlanAlready;
  },
  run: async (bench) => {
    const { a, b, equipmentA, equipmentB, frequencyGhz } = bench.link;
    if (a === null || b === null) return;
    keep(bench, [[{ ...a, equipment: equipmentA }, { ...b, equipment: equipmentB }, frequencyGhz]]);
    await studyPlanLinks.run(bench);
  },
};

export const keepViableLinks: Command = {
  id: 'requests.keep-links',
  title: words.keepLinksViableRequestsIn,
  keywords: words.addRadioLinksPlannedWorklist,
  can: (bench) => viableLinks(bench).length > 0 || words.noViableRequestHasLink,
  run: async (bench) => {
    keep(bench, viableLinks(bench));
    await studyPlanLinks.run(bench);
  },
};

type Kept = readonly [a: KeptEnd, b: KeptEnd, frequencyGhz: number];

function viableLinks(bench: Workbench): Kept[] {
  return (bench.radio.worklist.result?.requests ?? []).flatMap(({ item }): Kept[] => {
    if (item?.outcome !== 'viable' || item.goal === null) return [];
    const [a, b] = endsOf(item.goal);
    return findKept(bench, a, b) === undefined ? [[a, b, bench.link.frequencyGhz]] : [];
  });
}

/** A link that a study found, kept in the plan. */
export async function keepReach(bench: Workbench, reach: Reach): Promise<void> {
  const { equipmentA, equipmentB, frequencyGhz } = bench.link;
  const [a, b] = endsOf(reach);
  keep(bench, [[{ ...a, equipment: equipmentA }, { ...b, equipment: equipmentB }, frequencyGhz]]);
  await studyPlanLinks.run(bench);
}

/** True when a study's link is in the plan. */
export function isReachKept(bench: Workbench, reach: Reach): boolean {
  return findKept(bench, reach.from, reach.to) !== undefined;
}

function endsOf({ from, to }: Reach): readonly [KeptEnd, KeptEnd] {
  const end = ({ name, position, heightM }: Reach['from']): KeptEnd => {
    return { name, position, heightM, heightAbove: 'ground', equipment: null };
  };
  return [end(from), end(to)];
}

function keep(bench: Workbench, links: readonly Kept[]): void {
  const taken = new Set<string>();
  const features = links.map(([a, b, frequencyGhz]) => {
    const id = freeId((one) => taken.has(one) || planFeature(bench.plan.plan, 'links', one) !== undefined, 'link');
    taken.add(id);
    const fields: Record<string, FieldValue> = {
      name: `${a.name} – ${b.name}`,
      status: 'planned',
      frequencyGhz,
      ...endFields(bench, 'from', a),
      ...endFields(bench, 'to', b),
    };
    const feature: Feature = { id, geometry: { type: 'LineString', coordinates: [a.position, b.position] }, fields };
    return { layer: 'links' as const, id, feature };
  });
  bench.plan.commit({
    note: features.length === 1 ? words.keepRadioLink : words.keepRadioLinks({ count: features.length }),
    features,
  });
  bench.messages.announce(features.length === 1 ? words.theLinkInPlan : words.linksInPlan({ count: features.length }));
}

/** A site is named, and its height left to it; what differs from it is told. */
function endFields(bench: Workbench, end: 'from' | 'to', point: KeptEnd): Record<string, FieldValue> {
  const site = siteAt(bench, point);
  const own = site === undefined ? null : siteHeight(site.fields, USUAL_HEIGHT_M);
  const isSame = own !== null && own.heightAbove === point.heightAbove && Math.abs(own.heightM - point.heightM) < 0.005;
  return {
    ...(site === undefined ? {} : { [end]: site.id }),
    ...(isSame ? {} : { [`${end}HeightM`]: Math.round(point.heightM * 1000) / 1000, [`${end}Above`]: point.heightAbove }),
    ...(point.equipment === null ? {} : { [`${end}Equipment`]: point.equipment.id }),
  };
}

function siteAt(bench: Workbench, { position, name }: Pick<KeptEnd, 'position' | 'name'>): Feature | undefined {
  const there = radioSites(bench).filter(({ geometry }) => geometry?.type === 'Point' && isAt(geometry.coordinates, position));
  return there.find(({ id, fields }) => (fields['name'] ?? id) === name) ?? there[0];
}

type Place = Pick<KeptEnd, 'position'>;

function isAt(one: KeptEnd['position'], other: KeptEnd['position']): boolean {
  return one[0] === other[0] && one[1] === other[1];
}

/** The plan's link between two places, in either direction. */
function findKept({ plan }: Workbench, a: Place, b: Place): Feature | undefined {
  return [...featuresOfLayer(plan.plan.layers.get('links') ?? emptyLayer)].find(({ geometry }) => {
    const [first, last] = geometry?.type === 'LineString' ? [geometry.coordinates[0], geometry.coordinates.at(-1)] : [];
    if (first === undefined || last === undefined) return false;
    return (isAt(first, a.position) && isAt(last, b.position)) || (isAt(first, b.position) && isAt(last, a.position));
  });
}

/** Puts a link of the plan into the link study, with its radios. */
export async function openPlanLink(bench: Workbench, { a, b, frequencyGhz }: PlanLink): Promise<void> {
  const { link, view } = bench;
  const catalogue = await loadEquipment(bench.plan.plan);
  const radioOf = ({ equipment }: PlanLinkEnd): Equipment | null =>
    equipment !== null && catalogue.some(({ id }) => id === equipment) ? equipmentById(catalogue, equipment) : null;
  const point = ({ name, position, heightM, heightAbove }: PlanLinkEnd): LinkPoint => ({ name, position, heightM, heightAbove });
  view.showRight('link');
  link.clear();
  link.setEnd('A', point(a));
  link.setEnd('B', point(b));
  Object.assign(link, { frequencyGhz, equipmentA: radioOf(a), equipmentB: radioOf(b) });
  void showLink(bench);
  await studyLink(bench);
}
