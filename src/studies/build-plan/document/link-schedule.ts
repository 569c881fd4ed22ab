import { bearingText, distanceText, levelText } from '../../../base/quantity-text.ts';
import { drawTable } from '../../../io/pdf/pdf-table.ts';
import type { Paper } from '../../../io/pdf/paper.ts';
import type { JudgedLink } from '../../plan-links/judge.ts';
import type { DocumentInput } from './document-input.ts';
import { below, nothing } from './schedules.ts';

/** Radio links that begin here: where they lead, whether they are clear, what arrives. */
export function drawLinks(paper: Paper, { links, plan }: DocumentInput, y: number): number {
  if (links.length === 0) return nothing(paper, y, 'No radio link of this plan begins here.');
  const { units } = plan.settings;
  return drawTable(
    paper,
    {
      columns: [
        { title: 'Link' },
        { title: 'Length', align: 'right', widthMm: 20 },
        { title: 'From A', align: 'right', widthMm: 16 },
        { title: 'From B', align: 'right', widthMm: 16 },
        { title: 'Verdict', widthMm: 40 },
        { title: 'Level', align: 'right', widthMm: 22 },
        { title: 'Margin', align: 'right', widthMm: 20 },
      ],
      rows: links.map(({ link, finding, reason }) => ({
        cells:
          finding === null
            ? [link.name, '', '', '', reason ?? '', '', '']
            : [
                link.name,
                distanceText(finding.distanceM, units),
                bearingText(finding.azimuthADeg),
                bearingText(finding.azimuthBDeg),
                verdictText(finding),
                decibels(finding.level?.levelDbm, 'dBm'),
                decibels(finding.level?.marginDb, 'dB'),
              ],
      })),
      sizePt: 7.4,
    },
    below(y),
  );
}

/** A dash where it is not known. */
function decibels(value: number | null | undefined, unit: 'dB' | 'dBm'): string {
  return value === null || value === undefined ? '–' : levelText(value, unit);
}

function verdictText({ verdict, confident }: NonNullable<JudgedLink['finding']>): string {
  return confident ? verdict : `${verdict}, too close to call`;
}
