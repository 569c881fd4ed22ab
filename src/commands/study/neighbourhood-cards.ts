import { compareText } from '../../base/compare.ts';
import { contains } from '../../geo/polygon.ts';
import type { Geometry } from '../../geo/geometry.ts';
import type { LngLat } from '../../geo/position.ts';
import type { Feature } from '../../plan/feature-table.ts';
import { emptyLayer, featuresOfLayer, type Layer } from '../../plan/layer.ts';
import type { NeighbourhoodTotals } from '../../studies/build-plan/totals.ts';
import { isServed } from '../../studies/coverage/result.ts';
import { countsInside, type InsideCounts } from '../draw/count-inside.ts';
import type { Workbench } from '../workbench.ts';
import { premisesPlaces, servingDbm } from './coverage-study.ts';
import { isStudyStale } from './radio-study.ts';
import { designTotals } from './totals.ts';

/** What is told of a neighbourhood. */
export interface NeighbourhoodCard {
  /** Empty for what lies outside all of them. */
  readonly id: string;
  readonly name: string;
  /** What lies in it now; null for the outside. */
  readonly inside: InsideCounts | null;
  /** Its part of the design; null before there is one. */
  readonly totals: NeighbourhoodTotals | null;
  /** Of its premises those that the coverage on the map serves by radio; null without one. */
  readonly byRadio: number | null;
  readonly phase: string | null;
  readonly status: string | null;
}

export type CardOrder = 'name' | 'perPassing' | 'premises' | 'aerial' | 'phase' | 'status';

/** One card for each neighbourhood, and one for the outside where the design has something there. */
export function neighbourhoodCards(bench: Workbench): NeighbourhoodCard[] {
  const { plan } = bench.plan;
  const layer = plan.layers.get('neighbourhoods') ?? emptyLayer;
  const totals = designTotals(plan);
  const deps = [layer, plan.layers.get('premises'), plan.layers.get('grants'), totals, radioKey(bench)];
  const known = kept.get(layer);
  if (known !== undefined && known.deps.every((value, i) => value === deps[i])) return known.cards;
  const totalsOf = new Map(totals?.neighbourhoods.map((area) => [area.id, area]));
  const served = servedPlaces(bench);
  const cards = areasOf(layer).map(({ id, geometry, fields }): NeighbourhoodCard => ({
    id,
    name: String(fields['name'] ?? id),
    inside: geometry === null ? null : countsInside(plan, geometry),
    totals: partOfDesign(totalsOf.get(id)),
    byRadio: served === null || geometry === null ? null : countPlaces(served, geometry),
    phase: textOf(fields['phase']),
    status: textOf(fields['status']),
  }));
  const outside = totalsOf.get('');
  if (outside !== undefined)
    cards.push({ id: '', name: outside.name, inside: null, totals: outside, byRadio: null, phase: null, status: null });
  kept.set(layer, { deps, cards });
  return cards;
}

const areas = new WeakMap<Layer, readonly Feature[]>();

/** The neighbourhoods; the same values as long as none is altered, so that what is known of their outlines stays. */
function areasOf(layer: Layer): readonly Feature[] {
  const found = areas.get(layer) ?? [...featuresOfLayer(layer)];
  areas.set(layer, found);
  return found;
}

/** A neighbourhood that was made after the design has no part of it yet: that is not a cost of nothing. */
function partOfDesign(totals: NeighbourhoodTotals | undefined): NeighbourhoodTotals | null {
  return totals === undefined || (totals.routeLengthM === 0 && totals.costLikely === 0) ? null : totals;
}

const kept = new WeakMap<Layer, { readonly deps: readonly unknown[]; readonly cards: NeighbourhoodCard[] }>();

/** Cost to pass one of its premises, in the plan's currency; null where nothing is passed. */
export function perPassing({ totals }: NeighbourhoodCard): number | null {
  return totals === null || totals.premisesPassed === 0 ? null : totals.costLikely / totals.premisesPassed;
}

/** The share of its route that is on poles; null without a route. */
export function aerialShare({ totals }: NeighbourhoodCard): number | null {
  return totals === null || totals.routeLengthM === 0 ? null : totals.aerialLengthM / totals.routeLengthM;
}

/** Cards in an order: the cheapest, largest, most aerial first; those without the value, and the outside, last. */
export function inOrder(cards: readonly NeighbourhoodCard[], by: CardOrder): NeighbourhoodCard[] {
  const value = (card: NeighbourhoodCard): number | string | null => {
    if (by === 'name') return card.name;
    if (by === 'phase' || by === 'status') return card[by];
    if (by === 'perPassing') return perPassing(card);
    if (by === 'aerial') return negated(aerialShare(card));
    return negated(card.inside?.premises ?? null);
  };
  return [...cards].sort((a, b) => {
    if ((a.id === '') !== (b.id === '')) return a.id === '' ? 1 : -1;
    const [p, q] = [value(a), value(b)];
    if (p === null || q === null) return (p === null ? 1 : 0) - (q === null ? 1 : 0) || compareText(a.name, b.name);
    const order = typeof p === 'number' && typeof q === 'number' ? p - q : compareText(String(p), String(q));
    return order || compareText(a.name, b.name);
  });
}

const negated = (value: number | null): number | null => (value === null ? null : -value);
const textOf = (value: unknown): string | null => (value === undefined ? null : String(value));

/** Changes with the coverage and with the level that serves. */
function radioKey(bench: Workbench): unknown {
  const { result } = bench.radio.coverage;
  if (result === null || isStudyStale(bench, bench.radio.coverage)) return null;
  return servingDbm(bench) === null ? result : `${bench.radio.coverage.asked} ${servingDbm(bench)}`;
}

function servedPlaces(bench: Workbench): LngLat[] | null {
  const { coverage } = bench.radio;
  const answer = coverage.result;
  if (answer === null || isStudyStale(bench, coverage)) return null;
  const thresholdDbm = servingDbm(bench);
  return premisesPlaces(bench).filter((_, i) => isServed(answer.result, answer.premisesCells[i] ?? -1, thresholdDbm));
}

function countPlaces(places: readonly LngLat[], area: Geometry): number {
  return places.reduce((sum, place) => sum + (contains(area, place) ? 1 : 0), 0);
}
