import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { paperPalette } from '../../../../src/base/palette.ts';
import { geodesicDistanceM } from '../../../../src/geo/geodesy.ts';
import type { Fill, PagePoint, TextStyle } from '../../../../src/io/drawing.ts';
import { Paper } from '../../../../src/io/pdf/paper.ts';
import { readProject } from '../../../../src/io/project-file.ts';
import { apply } from '../../../../src/plan/change.ts';
import { withGroup } from '../../../../src/plan/display.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { neighbourhoodNames } from '../../../../src/studies/build-plan/totals.ts';
import { PAPER_SIZES } from '../../../../src/studies/print-sheet/paper-sizes.ts';
import { printPages, printPdf, sheetSizeMm } from '../../../../src/studies/print-sheet/print.ts';
import type { PrintRequest } from '../../../../src/studies/print-sheet/print-request.ts';
import { pdfFonts } from '../../../support/pdf-fonts.ts';
import { readPdf } from '../../../support/pdf-text.ts';

const usual: PrintRequest = {
  area: { kind: 'plan' },
  paper: 'a3',
  orientation: 'landscape',
  scale: null,
  title: 'Fiber for Millrace Bend',
  subtitle: 'Preliminary',
  author: 'Coulee Valley Electric Co-op',
  date: '2026-05-31',
  assumptions: true,
  verdicts: new Map([['link-3', 'blocked']]),
};
const CHURCH = [-91.2035022, 43.9045361] as const;
const SCHOOL = [-91.1904821, 43.9056439] as const;

/** A page that remembers what is drawn on it. */
class RecordingPaper extends Paper {
  readonly texts: { text: string; x: number; y: number }[] = [];
  readonly areas: { ring: readonly PagePoint[]; fill: string | undefined }[] = [];
  override text(x: number, y: number, text: string, style: TextStyle): void {
    this.texts.push({ text, x, y });
    super.text(x, y, text, style);
  }
  override area(rings: readonly (readonly PagePoint[])[], style: Fill): void {
    this.areas.push({ ring: rings[0] ?? [], fill: style.fill });
    super.area(rings, style);
  }
}

describe('a printed sheet', () => {
  let plan: Plan;
  beforeAll(async () => {
    const path = join(import.meta.dirname, '../../../../data/sample-project/millrace-bend.weft');
    plan = await readProject(new Uint8Array(readFileSync(path)), 'millrace-bend.weft');
    // Pictures of the relief take most of the time and are not asked about here.
    apply(plan, { note: 'hide', display: withGroup(plan.display, 'hillshade', { hidden: true }) });
  });

  async function drawn(request: PrintRequest, page = 0, of = plan): Promise<{ paper: RecordingPaper; scale: number }> {
    const pages = await printPages(of, request, quietJob);
    const paper = new RecordingPaper(PAPER_SIZES[request.paper].mm, pdfFonts(), '');
    paper.addPage(request.orientation);
    pages[page]!.draw(paper);
    return { paper, scale: pages[page]!.scale };
  }

  it('has the size of its paper, title, author, day and verdicts as text, and the same bytes each time', async () => {
    const [first, second] = [0, 0].map(() => printPdf(plan, usual, pdfFonts(), quietJob));
    expect((await first!).bytes).toEqual((await second!).bytes);
    for (const paper of ['a4', 'arch-d'] as const) {
      const request = { ...usual, paper, orientation: paper === 'a4' ? 'portrait' : 'landscape' } as const;
      const { pagesMm, texts } = readPdf((await printPdf(plan, request, pdfFonts(), quietJob)).bytes);
      expect(pagesMm).toHaveLength(1);
      sheetSizeMm(request).forEach((mm, i) => expect(pagesMm[0]![i]).toBeCloseTo(mm, 1));
      expect(texts.join('\n')).toContain('Fiber for');
      for (const text of ['Radio link, blocked', 'Radio site', 'N']) expect(texts).toContain(text);
      expect(texts.join(' ')).toContain('2026-05-31');
    }
  });

  it('breaks no word of its title', async () => {
    const { paper } = await drawn({ ...usual, title: 'Wellington-Harrington, Cambridge' });
    const told = paper.texts.map(({ text }) => text.trim());
    expect(told).toEqual(expect.arrayContaining(['Wellington-Harrington,', 'Cambridge']));
  });

  it('is true to its scale: bars in both unit systems, and two known places on the map', async () => {
    for (const scale of [null, 4800, 24_000]) {
      const sheet = await drawn({ ...usual, scale });
      if (scale !== null) expect(sheet.scale).toBe(scale);
      const units = { ft: 0.3048, mi: 1609.344, m: 1, km: 1000 };
      const labels = sheet.paper.texts.flatMap(({ text, x, y }) => {
        const found = /^([\d,.]+) (ft|mi|m|km)$/.exec(text);
        return found ? [{ x, y, metres: Number(found[1]!.replaceAll(',', '')) * units[found[2] as 'ft'] }] : [];
      });
      expect(labels).toHaveLength(2);
      for (const { x, y, metres } of labels) {
        // The bar's four parts lie right under its label and end where it says.
        const zero = sheet.paper.texts.find((other) => other.text === '0' && Math.abs(other.y - y) < 0.01)!;
        const parts = sheet.paper.areas.filter(({ ring: [[left, top] = [NaN, NaN]] }) => {
          return left > zero.x - 0.01 && left < x && top > y && top < y + 3;
        });
        const edges = parts.slice(0, 4).flatMap(({ ring }) => ring.map(([at]) => at));
        const lengthMm = Math.max(...edges) - Math.min(...edges);
        expect(Math.abs((lengthMm * sheet.scale) / 1000 / metres - 1)).toBeLessThan(0.01);
      }
      if (scale === 4800) continue; // there the school lies outside
      const sites = sheet.paper.areas.filter(({ ring, fill }) => fill === paperPalette.clear && ring.length === 3).slice(0, 3);
      const mm = sites.flatMap((a) => sites.map((b) => Math.hypot(a.ring[0]![0] - b.ring[0]![0], a.ring[0]![1] - b.ring[0]![1])));
      expect(Math.abs((Math.max(...mm) * sheet.scale) / 1000 / geodesicDistanceM(CHURCH, SCHOOL) - 1)).toBeLessThan(0.01);
    }
  });

  it('shows in its legend what it draws, and nothing that is hidden', async () => {
    const { paper } = await drawn(usual);
    expect(paper.texts.map(({ text }) => text)).toEqual(expect.arrayContaining(['Parcel', 'Route in the air, on poles']));
    let { display } = plan;
    for (const group of ['parcels', 'network-routes']) display = withGroup(display, group, { hidden: true });
    const hidden = (await drawn(usual, 0, { ...plan, display })).paper.texts.map(({ text }) => text);
    expect(hidden).not.toContain('Parcel');
    expect(hidden).not.toContain('Route in the air, on poles');
    expect(hidden).toContain('Building');
  });

  it('becomes a book: an index, then the neighbourhoods in the order of their list', async () => {
    const request: PrintRequest = { ...usual, area: { kind: 'book' }, paper: 'letter' };
    const names = neighbourhoodNames(plan).flatMap(({ id, name }) => (id === '' ? [] : [name]));
    const { bytes, pages } = await printPdf(plan, request, pdfFonts(), quietJob);
    expect(pages.map(({ title }) => title)).toEqual(['Fiber for Millrace Bend', ...names]);
    expect(readPdf(bytes).pagesMm).toHaveLength(names.length + 1);
    const { paper } = await drawn(request);
    names.forEach((name, i) => expect(paper.texts.map(({ text }) => text)).toContain(`${i + 2}  ${name}`));
  });

  it('says where a fixed scale leaves something outside', async () => {
    const [large] = await printPages(plan, { ...usual, paper: 'a4', scale: 1000 }, quietJob);
    const [fits] = await printPages(plan, usual, quietJob);
    expect([large!.isCut, fits!.isCut]).toEqual([true, false]);
  });
});
