import type { Workbench } from '../workbench.ts';

/** How many points a shape needs, by tool. */
export const LEAST_POINTS = { line: 2, area: 3, measure: 2, lasso: 3, cut: 2 } as const;
type SketchTool = keyof typeof LEAST_POINTS;

/** The tool that draws point after point, null for the others. */
export function sketchTool({ view }: Workbench): SketchTool | null {
  return view.tool in LEAST_POINTS ? (view.tool as SketchTool) : null; // a key of LEAST_POINTS, just looked up
}
