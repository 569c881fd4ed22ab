import type { Routing } from '../../fiber/conditions.ts';
import { emptyLayer, findFeature, type Layer } from '../../plan/layer.ts';
import { isStreetCabinet, type Cabinet, type NetworkPole, type Stretch } from '../../plan/network.ts';
import { networkPart } from '../../state/map-item.ts';
import { poleWorthSentence } from '../../studies/fiber/pole-worth-words.ts';
import { steer } from '../../studies/fiber/steer.ts';
import type { Command } from '../command.ts';
import { runWithProgress } from '../run-with-progress.ts';
import type { Workbench } from '../workbench.ts';

const SEED = 1;

export const forbidStretch = steering('fiber.forbid', 'Forbid this stretch', 'forbidden');
export const preferStretch = steering('fiber.prefer', 'Prefer this stretch', 'preferred');
export const keepStretch = steering('fiber.keep', 'Keep this stretch', 'keep');

/** Draws what is wanted of the selected stretches into the layer of conditions; the design is then out of date. */
function steering(id: string, title: string, routing: Routing): Command {
  return {
    id,
    title,
    keywords: 'what if lock avoid condition',
    can: (bench) => selectedStretches(bench).length > 0 || 'Select a stretch of the design.',
    run: (bench) => {
      const change = steer(bench.plan.plan, routing, selectedStretches(bench));
      bench.plan.commit(change);
      bench.messages.say('It is drawn under “Ground and wishes”. Recompute the design to heed it; Undo takes it back.');
    },
  };
}

export const weighPole: Command = {
  id: 'fiber.pole-worth',
  title: 'What is this pole worth?',
  keywords: 'bad pole replacement detour marginal value',
  can: (bench) => selectedPole(bench) !== undefined || 'Select an existing pole that carries our cable.',
  run: async (bench) => {
    const poleId = selectedPole(bench)?.poleId;
    if (poleId === null || poleId === undefined) return;
    const { plan } = bench.plan;
    const worth = await runWithProgress(bench, `Routes with and without ${poleId}`, 'pole-worth', { plan, poleId, seed: SEED });
    const text = worth === null ? 'No route can use this pole.' : poleWorthSentence(worth, plan.costBook.currency);
    bench.messages.say(text);
  },
};

export const fixCabinet: Command = {
  id: 'fiber.fix-cabinet',
  title: 'Fix this cabinet',
  alters: true,
  keywords: 'what if move lock cabinet site splitter',
  can: (bench) => selectedCabinet(bench) !== undefined || 'Select a cabinet of the design.',
  run: (bench) => {
    const cabinet = selectedCabinet(bench);
    if (cabinet === undefined) return;
    const { plan } = bench.plan;
    const id = freeId(plan.layers.get('cabinet-sites') ?? emptyLayer, cabinet.id);
    const geometry = { type: 'Point' as const, coordinates: cabinet.position };
    const feature = { id, geometry, fields: { name: id, kind: 'fixed' } };
    bench.plan.commit({ note: `fix cabinet ${id}`, features: [{ layer: 'cabinet-sites', id, feature }] });
    bench.selection.set([{ kind: 'feature', layer: 'cabinet-sites', id }]);
    bench.messages.say('It is a cabinet site now: move it where it should stand, and recompute the design.');
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
