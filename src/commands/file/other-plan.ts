import type { Workbench } from '../workbench.ts';

/** Drops what the window holds of the plan that is left: it would be said, drawn or compared beside a plan that it is not about. */
export function dropFormerPlan({ selection, link, radio, fiber, draw, view, scene }: Workbench): void {
  selection.clear();
  link.clear();
  radio.clear();
  draw.drop();
  draw.vertex = null;
  Object.assign(fiber, { litPremises: null, worthShown: null });
  Object.assign(view, { drawer: null, sheet: null, menu: null, tool: 'select' });
  scene.isOn = false;
}
