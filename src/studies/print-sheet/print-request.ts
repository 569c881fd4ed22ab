import type { LngLatBounds } from '../../geo/position.ts';
import type { Orientation } from '../../io/pdf/paper.ts';
import type { LinkVerdict } from '../paper-map/places-drawing.ts';
import type { PrintedCoverage } from '../paper-map/coverage-print.ts';
import type { JudgedLink } from '../plan-links/judge.ts';
import type { PaperSize } from './paper-sizes.ts';

/** What part of the plan a sheet shows; `book`: a page for each neighbourhood behind an index sheet. */
export type PrintArea =
  | { readonly kind: 'plan' }
  | { readonly kind: 'bounds'; readonly bounds: LngLatBounds }
  | { readonly kind: 'neighbourhood'; readonly id: string }
  | { readonly kind: 'book' };

/** What is to be printed, and how. */
export interface PrintRequest {
  readonly area: PrintArea;
  readonly paper: PaperSize;
  readonly orientation: Orientation;
  /** 4800 for 1 : 4,800; null for the largest round scale at which the area fits. */
  readonly scale: number | null;
  readonly title: string;
  readonly subtitle: string;
  readonly author: string;
  /** Day on the sheet, `2026-05-31`. */
  readonly date: string;
  /** Whether what the design takes for granted stands on the sheet. */
  readonly assumptions: boolean;
  /** What the plan's radio links were judged to be, by id. */
  readonly verdicts: ReadonlyMap<string, LinkVerdict>;
  /** What antennas cover, where the map shows it. */
  readonly coverage?: PrintedCoverage;
}

/** What links were judged to be, as it is drawn: what the data cannot tell is no verdict. */
export function verdictsOf(links: readonly JudgedLink[]): ReadonlyMap<string, LinkVerdict> {
  return new Map(
    links.flatMap(({ link, finding }) =>
      finding === null ? [] : [[link.id, finding.confident ? finding.verdict : 'too-close']],
    ),
  );
}
