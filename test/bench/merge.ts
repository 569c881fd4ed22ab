/** Time of joining two versions of a plan of 50,000 features, beside a plain loop over the same features: `npx tsx test/bench/merge.ts`. */
import type { Feature } from '../../src/plan/feature-table.ts';
import { featuresOfLayer, layerOf, type Layer } from '../../src/plan/layer.ts';
import { mergePlans } from '../../src/plan/merge.ts';
import { smallPlan } from '../support/plan-builder.ts';

const COUNT = 50_000;
const feature = (i: number, owner: string): Feature => ({
  id: `p${i}`,
  geometry: { type: 'Point', coordinates: [11 + i * 1e-5, 50] },
  fields: { owner, heightM: 10 + (i % 7), class: '4', tag: `T-${i}` },
});
const layer = (owner: (i: number) => string): Layer => layerOf(Array.from({ length: COUNT }, (_, i) => feature(i, owner(i))));
const version = (owner: (i: number) => string) => {
  const plan = smallPlan();
  plan.layers.set('poles', layer(owner));
  return plan;
};
const base = version(() => 'Town');
const ours = version((i) => (i % 10 === 0 ? 'Co-op' : 'Town'));
const theirs = version((i) => (i % 15 === 0 ? 'County' : 'Town'));

for (let round = 0; round < 5; round++) {
  const startMs = performance.now();
  const { change, conflicts } = mergePlans(base, ours, theirs, 'ours');
  const mergeMs = performance.now() - startMs;
  const loopMs = performance.now();
  let length = 0;
  for (const plan of [base, ours, theirs]) for (const one of featuresOfLayer(plan.layers.get('poles')!)) length += one.id.length;
  const plainMs = performance.now() - loopMs;
  console.log(
    `${COUNT} features: ${mergeMs.toFixed(0)} ms, reading them ${plainMs.toFixed(0)} ms (${length}); ${change.features?.length} taken, ${conflicts.length} conflicts`,
  );
}
