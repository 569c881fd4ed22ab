import type { Routing } from '../../fiber/conditions.ts';
import { emptyLayer, findFeature, type Layer } from '../../plan/layer.ts';
import { isStreetCabinet, type Cabinet, type NetworkPole, type Stretch } from '../../plan/network.ts';
import { networkPart } from '../../state/map-item.ts';
import { poleWorthSentence } from '../../studies/fiber/pole-worth-words.ts';
import { steer } from '../../studies/fiber/steer.ts';
import type { Command } from '../command.ts';
import { runWithProgress } from '../run-with-progress.ts';
import type { Workbench } from '../workbench.ts';
import { wording } from '../../text/wording.ts';

const words = wording.whatIf;

const SEED = 1;

export const forbidStretch = steering('fiber.forbid', words.forbidThisStretch, 'forbidden');
export const preferStretch = steering('fiber.prefer', words.preferThisStretch, 'preferred');
export const keepStretch = steering('fiber.keep', words.keepThisStretch, 'keep');

/** Draws what is wanted of the selected stretches into the layer of conditions; the design is then out of date. */
function steering(id: string, title: string, routing: Routing): Command {
  return {
    id,
    title,
    keywords: words.whatIfLockAvoidCondition,
    can: (bench) => selectedStretches(bench).length > 0 || words.selectStretchDesign,
    run: (bench) => {
      const change = steer(bench.plan.plan, routing, selectedStretches(bench));
      bench.plan.commit(change);
      bench.messages.say(words.itDrawnUnderGroundAnd);
    },
  };
}

export const weighPole: Command = {
  id: 'fiber.pole-worth',
  title: words.whatThisPoleWorth,
  keywords: words.badPoleReplacementDetourMarginal,
  can: (bench) => selectedPole(bench) !== undefined || words.selectExistingPoleThatCarries,
  run: async (bench) => {
    const poleId = selectedPole(bench)?.poleId;
    if (poleId === null || poleId === undefined) return;
    const { plan } = bench.plan;
    const worth = await runWithProgress(bench, words.routesWithAndWithout({ poleId }), 'pole-worth', {
      plan,
      poleId,
      seed: SEED,
    });
    const text = worth === null ? words.noRouteCanUseThis : poleWorthSentence(worth, plan.costBook.currency);
    bench.messages.say(text);
  },
};

export const fixCabinet: Command = {
  id: 'fiber.fix-cabinet',
  title: words.fixThisCabinet,
  alters: true,
  keywords: words.whatIfMoveLockCabinet,
  can: (bench) => selectedCabinet(bench) !== undefined || words.selectCabinetDesign,
  run: (bench) => {
    const cabinet = selectedCabinet(bench);
    if (cabinet === undefined) return;
    const { plan } = bench.plan;
    const id = freeId(plan.layers.get('cabinet-sites') ?? emptyLayer, cabinet.id);
    const geometry = { type: 'Point' as const, coordinates: cabinet.position };
    const feature = { id, geometry, fields: { name: id, kind: 'fixed' } };
    bench.plan.commit({ note: words.fixCabinet({ id }), features: [{ layer: 'cabinet-sites', id, feature }] });
    bench.selection.set([{ kind: 'feature', layer: 'cabinet-sites', id }]);
    bench.messages.say(words.itCabinetSiteNowMove);
  },
};

/** The id, or the id with a number behind it that no feature of the layer has. */
function freeId(layer: Layer, id: string): string {
  let free = id;
  for (let count = 2; findFeature(layer, free) !== undefined; count++) free = `${id}-${count}`;
  return free;
}

function selectedCabinet({ selection, plan }: Workbench): Cabinet | undefined {
  const item = selection.single;
  const cabinet =
    item?.kind === 'network' && item.list === 'cabinets' ? networkPart(plan.plan.fiber, 'cabinets', item.id) : undefined;
  return cabinet !== undefined && isStreetCabinet(cabinet) ? cabinet : undefined;
}

function selectedStretches({ selection, plan }: Workbench): Stretch[] {
  return selection.items.flatMap((item) =>
    item.kind === 'network' && item.list === 'stretches' ? (networkPart(plan.plan.fiber, 'stretches', item.id) ?? []) : [],
  );
}

function selectedPole({ selection, plan }: Workbench): NetworkPole | undefined {
  const item = selection.single;
  const pole = item?.kind === 'network' && item.list === 'poles' ? networkPart(plan.plan.fiber, 'poles', item.id) : undefined;
  return pole?.poleId === null ? undefined : pole;
}
