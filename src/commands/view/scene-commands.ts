import type { LinkEndResult } from '../../studies/link/result.ts';
import { RAISES } from '../../state/scene-state.svelte.ts';
import { planFeature } from '../../plan/change.ts';
import { selectedFeatures } from '../draw/handles.ts';
import { isLinkStale } from '../study/link-study.ts';
import type { Command } from '../command.ts';
import type { Workbench } from '../workbench.ts';
import { numberText } from '../../base/quantity-text.ts';
import type { AirSight } from '../../state/scene-state.svelte.ts';
import { wording } from '../../text/wording.ts';

const words = wording.sceneCommands;

const TURN_DEG = 15;
const TILT_DEG = 10;

const toggle: Command = {
  id: 'scene.toggle',
  title: ({ scene }) => (scene.isOn ? words.flat : words.show),
  keywords: words.showKeywords,
  shortcuts: ['v'],
  can: ({ plan }) => plan.plan.rasters.has('terrain') || words.noTerrain,
  run: ({ scene, messages }) => {
    scene.isOn = !scene.isOn;
    messages.announce(scene.isOn ? words.isOn : words.isFlat);
  },
};

const raise: Command = {
  id: 'scene.raise',
  title: ({ scene }) => words.raise({ times: timesText(nextRaise(scene.raise)) }),
  keywords: words.raiseKeywords,
  can: whenOn,
  run: ({ scene, messages }) => {
    scene.raise = nextRaise(scene.raise);
    messages.announce(words.raised({ times: timesText(scene.raise) }));
  },
};

/** How many times as high: `2`, `1.5`. */
export function timesText(times: number): string {
  return numberText(times, Number.isInteger(times) ? 0 : 1);
}

function nextRaise(now: number): number {
  return RAISES.find((one) => one > now) ?? RAISES[0];
}

function whenOn({ scene }: Workbench): true | string {
  return scene.isOn || words.showFirst;
}

const turn = (id: string, title: string, bearing: number, tilt: number): Command => ({
  id: `scene.${id}`,
  title,
  keywords: words.turnKeywords,
  can: whenOn,
  run: ({ camera }) => camera.turnBy(bearing, tilt),
});

const stand = (end: 'A' | 'B'): Command => ({
  id: `scene.stand-${end.toLowerCase()}`,
  title: ({ link }) => words.standAt({ name: (end === 'A' ? link.a : link.b)?.name ?? end }),
  keywords: words.standKeywords,
  can: (bench) => whyNoLink(bench) ?? true,
  run: (bench) => {
    const { result } = bench.link;
    if (result !== null)
      standOn(bench, ...(end === 'A' ? ([result.from, result.to] as const) : ([result.to, result.from] as const)));
  },
});

function whyNoLink(bench: Workbench): string | null {
  if (bench.link.result === null) return words.noLink;
  return isLinkStale(bench) ? wording.everywhere.beforeLatestEdit : null;
}

const standHere: Command = {
  id: 'scene.stand',
  title: words.stand,
  keywords: words.standKeywords,
  can: (bench) => wayFromRoof(bench) !== null || words.noLinkFromHere,
  run: (bench) => {
    const way = wayFromRoof(bench);
    if (way !== null) standOn(bench, ...way);
  },
};

/** From the selected site along the studied link, else along a link of the plan; without a selection from A of the studied link. */
function wayFromRoof(bench: Workbench): readonly [eye: LinkEndResult, at: LinkEndResult] | null {
  const { link, radio, plan } = bench;
  const studied = whyNoLink(bench) === null && link.result !== null ? [link.result] : [];
  const judged = (radio.planLinks.result ?? []).flatMap(({ link: { id }, finding }) =>
    finding === null || planFeature(plan.plan, 'links', id) === undefined ? [] : [finding],
  );
  const [selected] = selectedFeatures(bench);
  const site =
    selected?.layer === 'sites' && selected.feature.geometry?.type === 'Point' ? selected.feature.geometry.coordinates : null;
  if (site === null) return studied[0] === undefined ? null : [studied[0].from, studied[0].to];
  const isHere = ({ position }: LinkEndResult): boolean => position[0] === site[0] && position[1] === site[1];
  for (const { from, to } of [...studied, ...judged]) {
    if (isHere(from)) return [from, to];
    if (isHere(to)) return [to, from];
  }
  return null;
}

function standOn({ scene, view, messages }: Workbench, eye: LinkEndResult, at: LinkEndResult): void {
  scene.isOn = true;
  // What one looks at is in the middle of the map, where a sheet would lie over it.
  if (view.narrow) view.sheet = null;
  scene.wantedEye = { eye, at };
  messages.announce(words.standing);
}

/** The links that hang in the view in 3D: the plan's as they were judged, and the studied one. */
export function airSights({ plan, radio: { planLinks }, link }: Workbench): AirSight[] {
  const judged = (planLinks.result ?? []).flatMap(({ link: { id }, finding }): AirSight[] => {
    if (finding === null || planFeature(plan.plan, 'links', id) === undefined) return [];
    const { from, to, verdict, confident } = finding;
    return [{ from, to, verdict: confident ? verdict : 'too-close' }];
  });
  if (link.result === null) return judged;
  const { from, to, verdict, confident } = link.result;
  return [...judged, { from, to, verdict: confident ? verdict : 'too-close' }];
}

export const sceneCommands: readonly Command[] = [
  toggle,
  raise,
  turn('turn-left', words.turnLeft, -TURN_DEG, 0),
  turn('turn-right', words.turnRight, TURN_DEG, 0),
  turn('tilt-up', words.tiltUp, 0, TILT_DEG),
  turn('tilt-down', words.tiltDown, 0, -TILT_DEG),
  standHere,
  stand('A'),
  stand('B'),
];
