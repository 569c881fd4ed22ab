import { countText, numberText, spanText, type UnitSystem } from '../../../base/quantity-text.ts';
import { drawTable } from '../../../io/pdf/pdf-table.ts';
import type { Paper } from '../../../io/pdf/paper.ts';
import { lightElements, type LightElement } from '../../fiber/light-path.ts';
import { opticalSentences, remedyText } from '../../fiber/optical-words.ts';
import { opticalStudyWithin, type OpticalStudy } from '../../fiber/optical-study.ts';
import { cablesWithin } from '../fibre-tables.ts';
import type { DocumentInput } from './document-input.ts';
import { INK, MARGIN_MM, TYPE } from './page-layout.ts';
import { below, note, nothing } from './schedules.ts';

/** Failing paths that are listed one by one; the rest is in the table beside the document. */
const LISTED = 30;

/** Cable schedule: every cable that lies here at least in part, its ends, its length with slack and its reel. */
export function drawCables(paper: Paper, { fibres, neighbourhood, plan }: DocumentInput, y: number): number {
  const { units } = plan.settings;
  const cables = cablesWithin(fibres, neighbourhood.id);
  if (cables.length === 0) return nothing(paper, y, 'No cable lies here.');
  const rows = cables.map(({ cable, hereM }) => ({
    cells: [
      cable.id,
      numberText(cable.fibres),
      numberText(cable.fibresUsed),
      cable.from,
      cable.to,
      spanText(cable.lengthM, units),
      spanText(hereM, units),
      cable.reelId,
    ],
  }));
  const end = drawTable(
    paper,
    {
      columns: [
        { title: 'Cable', widthMm: 19 },
        { title: 'Fibres', align: 'right', widthMm: 14 },
        { title: 'In use', align: 'right', widthMm: 14 },
        { title: 'From' },
        { title: 'To' },
        { title: 'Length', align: 'right', widthMm: 22 },
        { title: 'Of it here', align: 'right', widthMm: 22 },
        { title: 'Reel', widthMm: 20 },
      ],
      rows,
      sizePt: 7.2,
    },
    below(y),
  );
  const own = fibres.splices.filter((splice) => (splice.neighbourhoodId ?? '') === neighbourhood.id);
  const closures = new Set(own.map(({ closure }) => closure)).size;
  return note(paper, end, [
    `Lengths hold slack, sag and terrain. ${countText(own.length, 'splice')} in ${countText(closures, 'place')}: splices.csv says for each which fibre is joined to which, by tube, number and colour (TIA-598).`,
    'CL stands for a closure. Fibres that pass a place in the same cable are not cut there. Reels are cut as the sheet “Reels” of summary.xlsx lists them.',
  ]);
}

/** The optical budget: the verdict, how the worst path adds up, the classes compared, and the paths that fail. */
export function drawOpticalBudget(paper: Paper, { fibres, optical, neighbourhood, plan }: DocumentInput, y: number): number {
  const { units } = plan.settings;
  const study = opticalStudyWithin(optical, neighbourhood.id);
  const sentences = opticalSentences(study, units);
  const { worst } = study;
  if (worst === null) return nothing(paper, y, 'No premises are served from here.');
  let at = y + 2;
  for (const sentence of sentences) {
    const lines = paper.wrap(sentence, paper.widthMm - 2 * MARGIN_MM, TYPE.body);
    at = paper.textLines(MARGIN_MM, at, lines, { sizePt: TYPE.body, color: INK }) + 1;
  }
  const isUp = worst.upDb >= worst.downDb;
  const lossDb = (element: LightElement): number => (isUp ? element.upDb : element.downDb);
  const elements = lightElements(fibres, worst, study);
  const sum = elements.reduce((all, element) => all + lossDb(element), 0) + study.rules.marginDb;
  const wavelength = isUp ? worst.optics.upNm : worst.optics.downNm;
  const end = drawTable(
    paper,
    {
      columns: [
        { title: `Worst path: ${worst.fibre.drop.premisesId}, from the OLT on, at ${wavelength} nm` },
        { title: 'Where', widthMm: 48 },
        { title: 'dB', align: 'right', widthMm: 18 },
      ],
      rows: [
        ...elements.map((element) => ({
          cells: [
            element.lengthM === null ? element.name : `${element.name}, ${spanText(element.lengthM, units)}`,
            element.place,
            numberText(lossDb(element), 2),
          ],
        })),
        { cells: ['margin', '', numberText(study.rules.marginDb, 2)] },
        {
          cells: [`Sum; ${worst.optics.name} carries ${worst.optics.greatestLossDb} dB`, '', numberText(sum, 2)],
          kind: 'total' as const,
        },
      ],
      sizePt: 7.2,
    },
    below(at + 2),
  );
  const classes = drawTable(
    paper,
    {
      columns: [
        { title: 'Class' },
        { title: 'Loss, dB', align: 'right', widthMm: 28 },
        { title: 'Paths on it', align: 'right', widthMm: 28 },
        { title: 'Would carry', align: 'right', widthMm: 28 },
      ],
      rows: study.byClass.map(({ optics, paths, within }) => ({
        cells: [
          optics.name,
          `${optics.leastLossDb}–${optics.greatestLossDb}`,
          numberText(paths),
          `${numberText(within)} of ${numberText(study.premises.length)}`,
        ],
      })),
    },
    below(end + 6),
  );
  const noted = note(paper, classes, [
    'Splitters are counted by their typical loss; a single one may lose 1 dB more. Measured losses take the place of these when the network is built.',
  ]);
  return drawFailing(paper, study, noted, units);
}

function drawFailing(paper: Paper, study: OpticalStudy, y: number, units: UnitSystem): number {
  const failing = study.premises.filter(({ verdict }) => verdict !== 'within').sort((a, b) => a.spareDb - b.spareDb);
  if (failing.length === 0) return y;
  const rows = failing.slice(0, LISTED).map(({ fibre, upDb, downDb, spareDb, verdict, remedies }) => ({
    cells: [
      fibre.drop.premisesId,
      fibre.splitter,
      spanText(fibre.fibreM, units),
      numberText(Math.max(upDb, downDb), 2),
      numberText(spareDb, 2),
      verdict === 'too-weak' ? 'too weak' : 'too strong',
      remedies.map((remedy) => remedyText(remedy, units)).join(', or ') || 'no single change',
    ],
  }));
  const end = drawTable(
    paper,
    {
      columns: [
        { title: 'Premises', widthMm: 26 },
        { title: 'Splitter', widthMm: 18 },
        { title: 'Fibre', align: 'right', widthMm: 20 },
        { title: 'Loss, dB', align: 'right', widthMm: 16 },
        { title: 'Left, dB', align: 'right', widthMm: 16 },
        { title: 'Verdict', widthMm: 18 },
        { title: 'What would mend it, each alone' },
      ],
      rows,
      sizePt: 7.2,
    },
    below(y + 4),
  );
  return failing.length <= LISTED
    ? end
    : note(paper, end, [`The ${LISTED} worst of ${numberText(failing.length)}; optical-budget.csv lists all.`]);
}
