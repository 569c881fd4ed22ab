import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { newPlan } from '../../../src/plan/plan.ts';
import { readProject } from '../../../src/io/project-file.ts';
import { planPicture } from '../../../src/ui/plan-picture.ts';

const SIZE = { widthPx: 412, heightPx: 150 };
const sample = new URL('../../../data/sample-project/millrace-bend.weft', import.meta.url);

test('the sample town is drawn within the picture, each stretch and each premises once', async () => {
  const plan = await readProject(new Uint8Array(readFileSync(sample)));
  const picture = planPicture(plan, SIZE)!;
  const begun = (path: string): number => path.split('M').length - 1;
  const stretches = plan.fiber!.stretches.filter(({ kind }) => kind === 'aerial');
  expect(begun(picture.aerial)).toBe(stretches.length);
  expect(begun(picture.premises)).toBe(420);
  const inside = [...picture.premises.matchAll(/M(-?[\d.]+),(-?[\d.]+)h0/g)].filter(
    ([, x, y]) => Number(x) >= 0 && Number(x) <= 412 && Number(y) >= 0 && Number(y) <= 150,
  );
  // A river with an island, and a creek; the railway is no water.
  expect(begun(picture.water)).toBe(3);
  // Fitted to the middle 96 % of them in each direction.
  expect(inside.length).toBeGreaterThanOrEqual(420 * 0.92);
});

test('where nothing has a place there is no picture', () => {
  expect(planPicture(newPlan('Nowhere', { name: 'Test', currency: 'USD', kind: 'all-in', items: [] }), SIZE)).toBeNull();
});
