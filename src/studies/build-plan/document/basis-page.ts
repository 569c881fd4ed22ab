import { countText, numberText, percentText, priceText } from '../../../base/quantity-text.ts';
import { audienceSentence } from '../../../plan/audience.ts';
import { DRAWS } from '../../../cost/price-risk.ts';
import type { Paper } from '../../../io/pdf/paper.ts';
import { drawTable } from '../../../io/pdf/pdf-table.ts';
import { planInputs } from '../input-list.ts';
import { percentileSentence, weakItems } from '../statements.ts';
import { drawList } from './cover.ts';
import type { DocumentInput } from './document-input.ts';
import { boundSentence } from '../../fiber/bound-words.ts';
import { islandSentence, reasonFor } from '../../fiber/not-reached.ts';
import { islandsIn, notReachedIn } from './not-reached.ts';
import { INK, MARGIN_MM, SOFT, TYPE, drawHeading } from './page-layout.ts';

/** Draws what the figures rest on: assumptions, data with their hashes and licences, prices, what was not reached. */
export function drawBasis(paper: Paper, input: DocumentInput, subtitle: string): void {
  const { plan, summary, neighbourhood } = input;
  const width = paper.widthMm - 2 * MARGIN_MM;
  const space = (topMm: number): Parameters<typeof drawTable>[2] => ({ topMm, marginMm: MARGIN_MM, nextTopMm: 22, bottomMm: 18 });
  let y = drawHeading(paper, 'What the figures rest on', subtitle);
  y = drawList(paper, 'Assumptions', summary.assumptions, MARGIN_MM, y + 3, width) + 5;
  y = titled(paper, y, 'How sure the cost is') - 0.4;
  const sure = `${riskText(input)} ${boundSentence(input.network, neighbourhood.currency)}`;
  y = paper.textLines(MARGIN_MM, y, paper.wrap(sure, width, 8), { sizePt: 8, color: INK }, 1.35);
  y = drawSurveyFirst(paper, input, y, space) + 9;
  const missing = notReachedIn(input).map((one) => ({ id: one.id, reason: reasonFor(one, plan.settings.units) }));
  y = titled(paper, y, 'Premises not reached');
  y = paper.textLines(MARGIN_MM, y, [reachSentence(missing.length)], { sizePt: 8, color: INK });
  if (missing.length > 0) y = drawNotReached(paper, missing, y, space) + 4;
  const joins = islandsIn(input).map((island) => islandSentence(island, plan.settings.units, neighbourhood.currency));
  if (joins.length > 0) y = drawList(paper, 'What would join them', joins.slice(0, MOST_JOINS), MARGIN_MM, y + 3, width);
  y += 5;
  y = titled(paper, y, 'Data') - 2;
  y = drawTable(
    paper,
    {
      columns: [
        { title: 'Source' },
        { title: 'Used for' },
        { title: 'SHA-256, first 12', widthMm: 30 },
        { title: 'Licence and credit', widthMm: 48 },
      ],
      rows: planInputs(plan).map(({ name, sha256, licence, layers }) => ({
        cells: [name, layers.join(', '), sha256?.slice(0, 12) ?? '–', licence ?? 'not stated'],
      })),
      sizePt: 7,
      rowPaddingMm: 0.75,
    },
    space(y),
  );
  y =
    paper.textLines(MARGIN_MM, y + 4, paper.wrap(audienceSentence(input.shared), width, 8), { sizePt: 8, color: INK }, 1.35) - 4;
  const { costBook } = plan;
  const years = [...new Set(costBook.items.map(({ year }) => year))].sort((a, b) => a - b);
  y = titled(paper, y + 8, 'Prices');
  const dated =
    years.length === 0 ? '' : years.length === 1 ? `, prices of ${years[0]}` : `, prices of ${years[0]} to ${years.at(-1)}`;
  const kind =
    costBook.kind === 'all-in'
      ? 'priced per length with everything on it included'
      : 'priced by construction units, labour and material';
  const text = `${costBook.name} (${costBook.currency}${dated}), ${kind}. SHA-256 ${summary.costBook.sha256.slice(0, 12)}.`;
  y = paper.textLines(MARGIN_MM, y, paper.wrap(text, width, 8), { sizePt: 8, color: INK }, 1.35);
  drawWeakPrices(paper, input, y + 2, space);
  drawDesignLine(paper, input);
}

/** The spread here, and how it was found. */
function riskText({ percentiles, neighbourhood }: DocumentInput): string {
  return (
    `${percentileSentence(percentiles, neighbourhood.currency)} From ${numberText(DRAWS)} draws of the book's prices, each triangular between ` +
    'its low and high; prices with a common cause move together. Quantities stand as designed, surveyed make-ready is fixed, and the ' +
    'percentiles of neighbourhoods do not add up.'
  );
}

function drawSurveyFirst(paper: Paper, { summary }: DocumentInput, y: number, space: Space): number {
  if (summary.surveyFirst.length === 0) return y;
  return drawTable(
    paper,
    {
      columns: [
        { title: 'Find out first, of the whole plan', widthMm: 52 },
        { title: 'Share of variance', align: 'right', widthMm: 28 },
        { title: 'How' },
      ],
      rows: summary.surveyFirst
        .slice(0, 4)
        .map(({ factor, shareOfVariance, action }) => ({ cells: [factor, percentText(shareOfVariance), action] })),
      sizePt: 7,
      rowPaddingMm: 0.75,
    },
    space(y - 1),
  );
}

type Space = (topMm: number) => Parameters<typeof drawTable>[2];

function titled(paper: Paper, y: number, title: string): number {
  let at = y;
  if (at > paper.heightMm - 50) {
    paper.addPage('portrait');
    at = 24;
  }
  paper.text(MARGIN_MM, at, title, { sizePt: TYPE.body, bold: true, color: INK });
  return at + 5;
}

/** Only weak prices that this neighbourhood's bill uses: the others do not matter here. */
function drawWeakPrices(paper: Paper, { plan, bill }: DocumentInput, y: number, space: Space): number {
  const used = new Set(bill.map(({ item }) => item));
  const weak = weakItems(plan.costBook).filter(({ id }) => used.has(id));
  if (weak.length === 0)
    return paper.textLines(MARGIN_MM, y + 1, ['None of the prices used here is flagged as weak.'], { sizePt: 8, color: SOFT });
  const at = paper.textLines(MARGIN_MM, y + 1, ['Weak prices used here, orders of magnitude to be replaced by your own:'], {
    sizePt: 8,
    color: SOFT,
  });
  return drawTable(
    paper,
    {
      columns: [
        { title: 'Item' },
        { title: 'Unit', widthMm: 14 },
        { title: 'Low', align: 'right', widthMm: 24 },
        { title: 'Likely', align: 'right', widthMm: 24 },
        { title: 'High', align: 'right', widthMm: 24 },
        { title: 'Year', align: 'right', widthMm: 14 },
      ],
      rows: weak.map((item) => ({
        cells: [
          item.description,
          item.unit,
          ...[item.low, item.likely, item.high].map((price) => priceText(price, plan.costBook.currency)),
          String(item.year),
        ],
      })),
      sizePt: 7,
      rowPaddingMm: 0.75,
    },
    space(at - 1),
  );
}

const MOST_LISTED = 40;
/** More islands than these are in summary.xlsx alone. */
const MOST_JOINS = 8;

function reachSentence(missing: number): string {
  if (missing === 0) return 'None: all premises here have a drop within the limits.';
  return `${countText(missing, 'premises', 'premises')} here ${missing === 1 ? 'has' : 'have'} no drop within the limits.`;
}

/** By reason, with the ids as far as there is room for them. */
function drawNotReached(paper: Paper, missing: readonly { id: string; reason: string }[], y: number, space: Space): number {
  const reasons = [...new Set(missing.map(({ reason }) => reason))];
  const rows = reasons.map((reason) => {
    const ids = missing.filter((one) => one.reason === reason).map(({ id }) => id);
    const rest = ids.length - MOST_LISTED;
    return {
      cells: [
        reason,
        numberText(ids.length),
        `${ids.slice(0, MOST_LISTED).join(', ')}${rest > 0 ? ` and ${numberText(rest)} more, in summary.json` : ''}`,
      ],
    };
  });
  const columns = [
    { title: 'Reason', widthMm: 62 },
    { title: 'Count', align: 'right', widthMm: 14 },
    { title: 'Premises' },
  ] as const;
  return drawTable(paper, { columns, rows, sizePt: 7, rowPaddingMm: 0.75 }, space(y - 1));
}

/** One line at the foot of the page: how the design was computed, so that it can be computed again. */
function drawDesignLine(paper: Paper, { network, summary }: DocumentInput): void {
  const text = `Design computed with effort ${network.effort}, seed ${network.seed}; fingerprint of its inputs ${network.inputsHash.slice(0, 12)}. Weft ${summary.programVersion}.`;
  paper.text(MARGIN_MM, paper.heightMm - 14.5, text, { sizePt: TYPE.small, color: SOFT });
}
