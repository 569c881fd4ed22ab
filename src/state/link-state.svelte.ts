import type { LngLat } from '../geo/position.ts';
import type { RasterLayer } from '../plan/plan.ts';
import type { AntennaHeight } from '../studies/reach/site-height.ts';
import type { Equipment } from '../base/equipment.ts';
import type { Region } from '../radio/eirp-limits.ts';
import type { Obstacles, Season } from '../studies/obstacles/obstacles.ts';
import type { LinkResult } from '../studies/link/result.ts';

/** One end of a link as it was clicked, typed or taken from a site. */
export interface LinkPoint extends AntennaHeight {
  readonly name: string;
  readonly position: LngLat;
}

export type LinkEndName = 'A' | 'B';

/** What a result was computed from, to see whether it is still true. */
export interface LinkBasis {
  readonly terrain: RasterLayer;
  readonly surface: RasterLayer | null;
  readonly obstacles: Obstacles | null;
  readonly kFactor: number;
}

/** The link study: two ends, a frequency, the answer. Lives beside the plan: looking at a link alters nothing. */
export class LinkState {
  a = $state.raw<LinkPoint | null>(null);
  b = $state.raw<LinkPoint | null>(null);
  frequencyGhz = $state(5.5);
  /** Whether deciduous trees carry leaves, for all radio studies. */
  season = $state<Season>('leaf-on');
  /** The radios at both ends; a budget is made once both are chosen. */
  equipmentA = $state.raw<Equipment | null>(null);
  equipmentB = $state.raw<Equipment | null>(null);
  /** Cable and connectors at each end, dB. */
  cableLossDb = $state(0);
  /** Exceeded 0.01 % of an average year; null: nothing is said of rain. */
  rainRateMmPerH = $state<number | null>(null);
  region = $state<Region | null>(null);
  /** Lower the power to what the region allows. */
  isCapped = $state(false);
  result = $state.raw<LinkResult | null>(null);
  basis = $state.raw<LinkBasis | null>(null);
  running = $state(false);
  /** Why there is no answer, in words. */
  trouble = $state<string | null>(null);
  /** Where the profile's cursor stands, metres from A. */
  cursorM = $state<number | null>(null);

  end(name: LinkEndName): LinkPoint | null {
    return name === 'A' ? this.a : this.b;
  }

  setEnd(name: LinkEndName, point: LinkPoint | null): void {
    if (name === 'A') this.a = point;
    else this.b = point;
  }

  clear(): void {
    this.a = this.b = this.result = this.basis = null;
    this.trouble = this.cursorM = null;
  }
}
