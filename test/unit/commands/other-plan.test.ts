import { expect, test } from 'vitest';
import { dropFormerPlan } from '../../../src/commands/file/other-plan.ts';
import type { Workbench } from '../../../src/commands/workbench.ts';
import { DrawState } from '../../../src/state/draw-state.svelte.ts';
import { FiberState } from '../../../src/state/fiber-state.svelte.ts';
import { LinkState } from '../../../src/state/link-state.svelte.ts';
import { RadioState } from '../../../src/state/radio-state.svelte.ts';
import { SceneState } from '../../../src/state/scene-state.svelte.ts';
import { SelectionState } from '../../../src/state/selection-state.svelte.ts';
import { ViewState } from '../../../src/state/view-state.svelte.ts';

test('nothing that the window knows of one plan is shown beside the next one', () => {
  const bench = {
    selection: new SelectionState(),
    link: new LinkState(),
    radio: new RadioState(),
    fiber: new FiberState(),
    draw: new DrawState(),
    view: new ViewState(),
    scene: new SceneState(),
  };
  const { view, radio, selection, draw } = bench;
  selection.set([{ kind: 'feature', layer: 'sites', id: 'S1' }]);
  radio.from = { position: [-91.2, 43.9], name: 'S1', height: { kind: 'ground', heightM: 10 } } as unknown as typeof radio.from;
  radio.rangeM = 3000;
  radio.reach.result = [];
  radio.coverage.trouble = 'no terrain';
  draw.points = [{ position: [-91.2, 43.9], snap: null }];
  bench.fiber.litPremises = 'P0001';
  bench.scene.isOn = true;
  Object.assign(view, { drawer: 'bill', tool: 'line', rightTab: 'coverage' });
  dropFormerPlan(bench as unknown as Workbench);
  expect(selection.items).toEqual([]);
  expect([radio.from, radio.reach.result, radio.coverage.trouble, bench.fiber.litPremises]).toEqual([null, null, null, null]);
  expect([draw.points, view.drawer, view.tool, bench.scene.isOn]).toEqual([[], null, 'select', false]);
  // How one works stays as it was chosen.
  expect([radio.rangeM, view.rightTab]).toEqual([3000, 'coverage']);
});
