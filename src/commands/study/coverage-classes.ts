import { DISTINCT_COLOURS, rampOf, type Palette } from '../../base/palette.ts';
import { heightText } from '../../base/quantity-text.ts';
import type { UnitSystem } from '../../base/quantity-text.ts';
import type { CoverageLayer } from '../../studies/coverage/coverage-layers.ts';
import type { CoverageAnswer } from '../../workers/jobs.ts';
import { wording } from '../../text/wording.ts';

const words = wording.coverageClasses;

/** How a class is filled: verdicts differ by pattern as well as by colour. */
export type CoverageFill = 'full' | 'stripes' | 'dots';

/** One sign of a coverage's legend. */
export interface CoverageClass {
  readonly colour: string;
  readonly fill: CoverageFill;
  readonly text: string;
}

/** How a coverage is coloured: the classes of its legend, and which of them a cell belongs to; −1: nothing is drawn. */
export interface CoverageColours {
  readonly classes: readonly CoverageClass[];
  classOf(cell: number): number;
}

/** What a coverage's colours depend on. */
export interface CoverageLook {
  readonly layer: CoverageLayer;
  /** Level that serves, dBm. */
  readonly thresholdDbm: number;
  readonly palette: Palette;
  readonly units: UnitSystem;
}

/** Upper ends of the classes of the least height, metres. */
const HEIGHTS_M = [2, 5, 10, 20] as const;
/** A link is clear with this part of the first Fresnel zone free. */
const CLEAR_FRACTION = 0.6;
/** Levels over the one that serves at which classes begin, dB. */
const STEPS_DB = [20, 10, 0, -10, -20] as const;

/** The colours of one layer of a coverage. */
export function coverageColours({ result, facts }: CoverageAnswer, look: CoverageLook): CoverageColours {
  const { palette } = look;
  const ramp = rampOf(palette).map((colour) => ({ colour, fill: 'full' as const }));
  const graded = (texts: readonly string[]): CoverageClass[] =>
    texts.map((text, i) => ({ ...(ramp[i] ?? { colour: palette.inkSoft, fill: 'full' }), text }));
  const seenBy = (cell: number): number => result.seenBy[cell] ?? 0;
  switch (look.layer) {
    case 'visible':
      return {
        classes: [{ colour: palette.clear, fill: 'full', text: words.inSight }],
        classOf: (cell) => (seenBy(cell) > 0 ? 0 : -1),
      };
    case 'count':
      return {
        classes: graded([words.orMoreSites, '3', '2', '1']),
        classOf: (cell) => (seenBy(cell) === 0 ? -1 : Math.max(0, 4 - seenBy(cell))),
      };
    case 'min-height': {
      const ends = HEIGHTS_M.map((heightM) => heightText(heightM, look.units));
      return {
        classes: graded([...ends.map((end) => words.upTo({ end })), words.over({ at: ends.at(-1) ?? '' })]),
        classOf: (cell) => firstTrue(result.minHeightM[cell] ?? NaN, (neededM) => HEIGHTS_M.map((endM) => neededM <= endM)),
      };
    }
    case 'fresnel':
      return {
        classes: [
          { colour: palette.clear, fill: 'full', text: words.clear },
          { colour: palette.marginal, fill: 'stripes', text: words.marginal },
          { colour: palette.blocked, fill: 'dots', text: words.blocked },
        ],
        classOf: (cell) => firstTrue(result.fresnelFraction[cell] ?? NaN, (part) => [part >= CLEAR_FRACTION, part >= 0]),
      };
    case 'level': {
      const leastDbm = STEPS_DB.map((step) => look.thresholdDbm + step);
      return {
        classes: graded(leastDbm.map((dbm, i) => words.dbmAndMore({ dbm, serves: STEPS_DB[i] === 0 ? words.serves : '' }))),
        classOf: (cell) => {
          const dbm = result.levelDbm?.[cell] ?? NaN;
          return leastDbm.findIndex((least) => dbm >= least);
        },
      };
    }
    case 'server':
      return {
        classes: facts.sites.map(({ id }, i) => ({ colour: distinct(i), fill: 'full', text: id })),
        classOf: (cell) => {
          const server = result.server[cell] ?? NaN;
          return isWorthy(result.levelDbm?.[cell] ?? null, seenBy(cell), look.thresholdDbm) ? server : -1;
        },
      };
  }
}

function distinct(index: number): string {
  return DISTINCT_COLOURS[index % DISTINCT_COLOURS.length] ?? '';
}

/** The place of the first true one, one past them where all are false; −1 where nothing is known. */
function firstTrue(value: number, tests: (value: number) => readonly boolean[]): number {
  if (Number.isNaN(value)) return -1;
  const results = tests(value);
  const found = results.indexOf(true);
  return found < 0 ? results.length : found;
}

/** Best servers are drawn where they serve: by level where there are levels, else by sight. */
function isWorthy(levelDbm: number | null, seenBy: number, thresholdDbm: number): boolean {
  return levelDbm === null ? seenBy > 0 : levelDbm >= thresholdDbm;
}
