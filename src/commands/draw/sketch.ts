import { drawArea, drawLine, drawPoint, drawPoleLine, type DraftPoint, type Drawn } from '../../plan/edits/draw-shape.ts';
import type { Workbench } from '../workbench.ts';
import { selectInside } from '../select/select-inside.ts';
import { splitSelectedArea } from '../edit/area-commands.ts';
import { draftPoint, gapPx, type PointerAt } from './pointer-at.ts';
import { draftFacts } from './draft-facts.ts';
import { LEAST_POINTS, sketchTool } from './sketch-tool.ts';
import { layerTitle } from '../../text/knowledge-words.ts';
import { wording } from '../../text/wording.ts';

const words = wording.sketch;

/** A second click so near to a point means that point, pixels. */
const SAME_PX = 5;

/** The pointer went to a place. */
export function sketchMove(bench: Workbench, at: PointerAt): void {
  const { draw } = bench;
  draw.pointer = draw.isEnded ? null : draftPoint(bench, at, draw.points.at(-1)?.position ?? null);
}

/** A click, or Enter at the crosshair: puts a point; on the last one it ends the shape, on the first one it closes it. */
export function sketchClick(bench: Workbench, at: PointerAt): void {
  const { draw } = bench;
  if (draw.isEnded) draw.drop();
  const { points } = draw;
  const point = draftPoint(bench, at, points.at(-1)?.position ?? null);
  const isOn = (other: DraftPoint | undefined): boolean =>
    other !== undefined && gapPx(bench, point.position, other.position) <= SAME_PX;
  if (isOn(points.at(-1)) || (points.length >= 3 && bench.view.tool !== 'line' && isOn(points[0]))) finishSketch(bench);
  else addPoint(bench, point);
}

/** Puts a point, wherever it came from, and tells those who hear the map what the shape is by now. */
export function addPoint(bench: Workbench, point: DraftPoint): void {
  const { draw, messages } = bench;
  draw.points = [...draw.points, point];
  draw.pointer = null;
  const on = point.snap === null ? '' : words.on({ name: point.snap.name });
  const facts = draftFacts(bench).map((fact) => ` ${fact}.`);
  messages.announce(words.point({ count: draw.points.length, on, facts: facts.join('') }));
}

/** Takes the last point back. */
export function removeLastPoint({ draw, messages }: Workbench): void {
  draw.points = draw.points.slice(0, -1);
  draw.isEnded = false;
  messages.announce(draw.points.length === 0 ? words.noPointLeft : words.pointsAreLeft({ count: draw.points.length }));
}

/** Why the shape cannot be finished yet, or null. */
export function whyNotFinish(bench: Workbench): string | null {
  const tool = sketchTool(bench);
  if (tool === null) return words.nothingBeingDrawn;
  const missing = LEAST_POINTS[tool] - bench.draw.points.length;
  if (missing <= 0) return null;
  return words.putFirst({ missing: missing === 1 ? words.oneMorePoint : words.morePoints({ missing }) });
}

/** Makes what was drawn a part of the plan, as one step; the tool stays. */
export function finishSketch(bench: Workbench): void {
  const { draw, plan, messages } = bench;
  const tool = sketchTool(bench);
  const reason = whyNotFinish(bench);
  if (reason !== null || tool === null) {
    messages.announce(reason ?? '');
    return;
  }
  const { points } = draw;
  if (tool === 'measure') {
    draw.isEnded = true;
    draw.pointer = null;
    return;
  }
  if (tool === 'lasso') {
    draw.drop();
    selectInside(
      bench,
      points.map(({ position }) => position),
    );
    return;
  }
  if (tool === 'cut') {
    splitSelectedArea(
      bench,
      points.map(({ position }) => position),
    );
    return;
  }
  const layer = draw.layers[tool];
  const drawn =
    tool === 'area'
      ? drawArea(plan.plan, layer, points)
      : layer === 'spans'
        ? drawPoleLine(plan.plan, points)
        : drawLine(plan.plan, layer, points);
  if (typeof drawn === 'string') messages.trouble(drawn, words.backspaceTakesLastPointBack);
  else commitDrawn(bench, drawn);
}

/** Draws what was measured into a layer. */
export function drawMeasured(bench: Workbench, layer: 'rights-of-way' | 'spans'): void {
  bench.draw.layers = { ...bench.draw.layers, line: layer };
  bench.view.tool = 'line';
  bench.draw.isEnded = false;
  finishSketch(bench);
}

/** Puts a single point into the layer of the point tool; what is there already is selected instead. */
export function putPoint(bench: Workbench, at: PointerAt): void {
  const { draw, plan, selection, messages } = bench;
  const layer = draw.layers.point;
  const point = draftPoint(bench, at);
  if (point.snap?.kind === 'node' && point.snap.layer === layer) {
    selection.set([{ kind: 'feature', layer, id: point.snap.id }]);
    messages.announce(words.isThereAlreadySelected({ name: point.snap.name }));
    return;
  }
  commitDrawn(bench, drawPoint(plan.plan, layer, point.position));
}

/** Commits what was drawn, selects it, and shows its fields where there is room beside the map. */
export function commitDrawn(bench: Workbench, { change, added }: Drawn): void {
  const { draw, plan, selection, view, messages } = bench;
  plan.commit(change);
  draw.drop();
  selection.set(added.map(({ layer, id }) => ({ kind: 'feature', layer, id })));
  if (!view.narrow) view.showRight('selection');
  const [first] = added;
  const what = first === undefined ? '' : layerTitle(first.layer);
  messages.announce(
    words.addedTo({
      count: added.length === 1 ? words.was({ id: first?.id ?? '' }) : words.thingsWere({ count: added.length }),
      what,
    }),
  );
}
