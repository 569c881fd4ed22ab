import type { Orientation } from '../io/pdf/paper.ts';
import type { PaperSize } from '../studies/print-sheet/paper-sizes.ts';

/** What a print shows: everything, what the map shows, a book of all neighbourhoods, or one of them by its id. */
export type PrintChoice = 'plan' | 'view' | 'book' | `area:${string}`;

/** How the next print is to be. Kept while the window is open; texts that are empty are the usual ones. */
export class PrintState {
  choice = $state<PrintChoice>('plan');
  /** Null: by the units of the plan. */
  paper = $state<PaperSize | null>(null);
  orientation = $state<Orientation>('landscape');
  /** 4800 for 1 : 4,800; null fits. */
  scale = $state<number | null>(null);
  /** Null: the plan's name. */
  title = $state<string | null>(null);
  subtitle = $state('');
  author = $state('');
  assumptions = $state(true);
  /** The page of a book that is looked at, from 0. */
  page = $state(0);
  /** Pixels of a picture for each of a screen: 1 to 4. */
  factor = $state(2);
}
