import type { Panorama } from '../studies/panorama/run.ts';
import type { Reach } from '../studies/reach/rank-nodes.ts';
import { roofSights } from '../studies/sightlines/roof-summary.ts';
import type { Sightlines } from '../studies/sightlines/site-pairs.ts';
import type { ExportFormat } from '../io/export-formats.ts';
import type { Equipment } from '../base/equipment.ts';
import type { CoverageLayer } from '../studies/coverage/coverage-layers.ts';
import type { CoverageAnswer, HubList, Worklist } from '../workers/jobs.ts';
import type { JudgedLink } from '../studies/plan-links/judge.ts';
import type { LinkPoint } from './link-state.svelte.ts';

/** One study: its answer, what that rests on, and how far the next one is. */
export class StudyState<R> {
  result = $state.raw<R | null>(null);
  /** The values of the plan that the answer was computed from: compared by identity. */
  basis = $state.raw<readonly unknown[]>([]);
  /** From where it was computed, in words. */
  about = $state('');
  /** What was asked, as one text. */
  asked = $state('');
  running = $state(false);
  phase = $state('');
  /** 0 … 1; null before the job has said how far it is. */
  fraction = $state<number | null>(null);
  /** Why there is no answer, in words. */
  trouble = $state<string | null>(null);

  /** Forgets the answer. */
  clear(): void {
    Object.assign(this, { result: null, basis: [], about: '', asked: '', trouble: null });
  }
}

/** The radio studies beside the single link. Looking around alters nothing in the plan. */
export class RadioState {
  /** Where one stands; null until it is chosen. */
  from = $state.raw<LinkPoint | null>(null);
  /** Nothing further away is looked at, metres. */
  rangeM = $state(10_000);
  readonly reach = new StudyState<readonly Reach[]>();
  readonly pairs = new StudyState<Sightlines>();
  /** All pairs, roof by roof. */
  readonly roofSights = $derived(this.pairs.result === null ? null : roofSights(this.pairs.result));
  /** The roof whose pairs are shown; null shows the best of all. */
  shownRoof = $state<string | null>(null);
  readonly worklist = new StudyState<Worklist>();
  readonly hubs = new StudyState<HubList>();
  /** The links of the plan, judged. */
  readonly planLinks = new StudyState<readonly JudgedLink[]>();
  readonly coverage = new StudyState<CoverageAnswer>();
  /** Whether all sites count for coverage, or only the chosen place. */
  allSites = $state(false);
  coverageRadiusM = $state(2000);
  /** Receiver, metres above `targetAbove`. */
  targetHeightM = $state(2);
  /** What a receiver stands on: a roof, where there is one; or the ground under it. */
  targetAbove = $state<'ground' | 'roof'>('roof');
  /** The sites' radio; null: no levels. */
  coverageEquipment = $state.raw<Equipment | null>(null);
  receiverGainDbi = $state(10);
  /** Cable and connectors at each end of a covered path, dB. */
  coverageCableLossDb = $state(0);
  /** Level that serves, dBm; changing it counts anew and computes nothing. */
  thresholdDbm = $state(-75);
  /** What the coverage is coloured by; changing it computes nothing. */
  coverageLayer = $state<CoverageLayer>('visible');
  /** What it is downloaded as. */
  coverageFormat = $state<ExportFormat | 'tif' | 'pdf'>('pdf');
  /** 0.1 … 1. */
  opacity = $state(0.45);
  readonly panorama = new StudyState<Panorama>();
  /** True bearing that the pointer is at in the panorama, degrees. */
  bearingDeg = $state<number | null>(null);

  /** Forgets where one stood and all answers; how one asks stays. */
  clear(): void {
    Object.assign(this, { from: null, shownRoof: null, bearingDeg: null });
    const { reach, pairs, worklist, hubs, planLinks, coverage, panorama } = this;
    for (const study of [reach, pairs, worklist, hubs, planLinks, coverage, panorama]) study.clear();
  }
}
