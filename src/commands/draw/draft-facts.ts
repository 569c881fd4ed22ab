import { bearingText, distanceText, moneyText, areaText, spanText, type UnitSystem } from '../../base/quantity-text.ts';
import { azimuthDeg, geodesicDistanceM } from '../../geo/geodesy.ts';
import { shapeOf } from '../../geo/geometry.ts';
import { areaM2 } from '../../geo/polygon.ts';
import type { LngLat } from '../../geo/position.ts';
import { closedRing } from '../../plan/edits/draw-shape.ts';
import { moveChange, type Grab } from '../../plan/edits/move-shape.ts';
import { partsOf } from '../../plan/geometry-columns.ts';
import type { Plan } from '../../plan/plan.ts';
import { ITEM, likelyCents } from '../../studies/fiber/prices.ts';
import type { Workbench } from '../workbench.ts';
import { countsInside, countWords } from './count-inside.ts';
import { sketchTool } from './sketch-tool.ts';
import { wording } from '../../text/wording.ts';

const words = wording.draftFacts;

/** What is drawn, with the point under the pointer. */
export function draftPath({ draw }: Workbench): LngLat[] {
  const path = draw.points.map(({ position }) => position);
  const [last, next] = [path.at(-1), draw.pointer?.position];
  return next === undefined || (last !== undefined && last[0] === next[0] && last[1] === next[1]) ? path : [...path, next];
}

/** What can be said of a half-drawn shape, shortest first. */
export function draftFacts(bench: Workbench): string[] {
  const { draw, plan } = bench;
  const { units } = plan.plan.settings;
  const tool = sketchTool(bench);
  const path = draftPath(bench);
  if (draw.grab !== null) return grabFacts(bench, draw.grab);
  if (tool === null || draw.points.length === 0) return [];
  const lengthM = pathLengthM(path);
  const length = tool === 'line' ? spanText(lengthM, units) : distanceText(lengthM, units);
  const last = lastPiece(path, units);
  const area = { type: 'Polygon' as const, coordinates: [closedRing(path)] };
  const isArea = tool === 'area' || (tool === 'measure' && path.length >= 3);
  return [
    tool === 'lasso' || tool === 'area' ? '' : path.length > 2 ? words.inAll({ length }) : '',
    last,
    isArea && path.length >= 3 ? areaText(areaM2(area), units) : '',
    ...(tool === 'area' && draw.layers.area === 'neighbourhoods' && path.length >= 3
      ? countWords(countsInside(plan.plan, area))
      : []),
    ...(tool === 'line' ? costTexts(bench, lengthM) : []),
  ].filter((text) => text !== '');
}

/** What becomes of the shape whose border the hand moves: for a neighbourhood what lies in it, and what has come and gone. */
function grabFacts({ draw, plan }: Workbench, grab: Grab): string[] {
  const { layer, feature } = grab.held;
  const to = draw.grabTo?.position;
  const moved = moveChange(grab, to ?? grab.from).features?.find((one) => one.layer === layer && one.id === feature.id);
  const geometry = moved?.feature?.geometry ?? null;
  if (geometry === null || to === undefined || shapeOf(geometry.type) === 'point') return [];
  const { units } = plan.plan.settings;
  if (shapeOf(geometry.type) === 'line')
    return [
      spanText(
        partsOf(geometry)
          .flat()
          .reduce((sum, path) => sum + pathLengthM(path), 0),
        units,
      ),
    ];
  const before = layer === 'neighbourhoods' && feature.geometry !== null ? countsInside(plan.plan, feature.geometry) : null;
  return [areaText(areaM2(geometry), units), ...(before === null ? [] : countWords(countsInside(plan.plan, geometry), before))];
}

/** Length and bearing of the piece to the pointer, or of the last one. */
export function lastPiece(path: readonly LngLat[], units: UnitSystem): string {
  const [a, b] = path.slice(-2);
  if (a === undefined || b === undefined) return '';
  return words.at({ geodesicDistance: distanceText(geodesicDistanceM(a, b), units), azimuth: bearingText(azimuthDeg(a, b)) });
}

function pathLengthM(path: readonly LngLat[]): number {
  return path.slice(1).reduce((sum, b, at) => sum + geodesicDistanceM(path[at] ?? b, b), 0);
}

/** Likely cost of building along the line: strand on poles with the new ones, or in the ground. */
function costTexts({ draw, plan }: Workbench, lengthM: number): string[] {
  const { layers, points } = draw;
  const { costBook } = plan.plan;
  const price = (id: string): number => priceOf(plan.plan, id);
  const money = (cents: number): string => (Number.isNaN(cents) ? '' : moneyText(cents / 100, costBook.currency));
  if (layers.line === 'spans') {
    const newPoles = points.filter(({ snap }) => snap?.layer !== 'poles').length;
    const cost = money(lengthM * (price(ITEM.aerialOwn) + price(ITEM.engineering)) + newPoles * price(ITEM.newPole));
    return cost === '' ? [] : [words.aboutWith({ cost, newPoles: words.newPoles({ count: newPoles }) })];
  }
  if (layers.line !== 'rights-of-way') return [];
  const cost = money(lengthM * (price(ITEM.buried.plow) + price(ITEM.engineering)));
  return cost === '' ? [] : [words.aboutToPlowCableIn({ cost })];
}

function priceOf({ costBook }: Plan, id: string): number {
  return costBook.items.some((item) => item.id === id) ? likelyCents(costBook, id) : NaN;
}
