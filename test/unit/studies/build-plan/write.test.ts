import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { lengthM } from '../../../../src/geo/polyline.ts';
import type { LngLat } from '../../../../src/geo/position.ts';
import { readZip } from '../../../../src/io/zip.ts';
import { buildPlanFiles, buildPlanParts, joinParts } from '../../../../src/studies/build-plan/write.ts';
import type { Summary } from '../../../../src/studies/build-plan/summary.ts';
import { pdfFonts } from '../../../support/pdf-fonts.ts';
import { smallPlan } from '../../../support/plan-builder.ts';

const fonts = pdfFonts();
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

interface NetworkJson {
  features: {
    geometry: { type: string; coordinates: LngLat | LngLat[] };
    properties: Record<string, string | number | boolean>;
  }[];
}

describe('the files of a build plan', () => {
  let files: Map<string, Uint8Array>;
  let summary: Summary;
  const folder = mkdtempSync(join(tmpdir(), 'weft-build-plan-'));

  beforeAll(async () => {
    files = await buildPlanFiles(smallPlan(), { fonts }, quietJob);
    summary = JSON.parse(text(files.get('summary.json'))) as Summary;
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('lie in a folder for each neighbourhood and one for what is outside, named in ASCII', () => {
    const folders = [...new Set([...files.keys()].filter((path) => path.includes('/')).map((path) => path.split('/')[0]))];
    expect(folders.sort()).toEqual(['ausserer-ring', 'hyperlink-x', 'outside']);
    expect(summary.neighbourhoods.map((one) => one.folder)).toEqual(['ausserer-ring', 'hyperlink-x', 'outside']);
    for (const name of [
      'build-plan.pdf',
      'bill-of-materials.xlsx',
      'poles.csv',
      'crossings.csv',
      'drops.csv',
      'links.csv',
      'network.geojson',
      'network.kml',
    ])
      for (const one of folders) expect(files.has(`${one}/${name}`), `${one}/${name}`).toBe(true);
  });

  it('say neighbourhoods that add up to the total in whole cents and millimetres', () => {
    const names = [
      'routeLengthM',
      'aerialLengthM',
      'undergroundLengthM',
      'cableLengthM',
      'dropLengthM',
      'costLow',
      'costLikely',
      'costHigh',
      'connectionCostLikely',
      'premisesPassed',
      'polesUsed',
      'polesNew',
    ] as const;
    for (const name of names) {
      const sum = summary.neighbourhoods.reduce((all, one) => all + Math.round(one[name] * 1000), 0);
      expect(sum, name).toBe(Math.round(summary.total[name] * 1000));
      expect(summary.total[name], name).toBeGreaterThan(0);
    }
  });

  it('say how sure the cost is, between its low and its high, and what to find out first', () => {
    for (const one of [summary.total, ...summary.neighbourhoods]) {
      const row = [one.costLow, one.costP10, one.costP50, one.costP90, one.costHigh];
      expect(row).toEqual([...row].sort((a, b) => a - b));
    }
    const shares = summary.surveyFirst.map((advice) => advice.shareOfVariance);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    const sum = shares.reduce((all, share) => all + share, 0);
    expect(sum).toBeGreaterThan(0.9);
    expect(sum).toBeLessThan(1.05);
    expect(summary.surveyFirst[0]?.factor).toBe('Labour');
  });

  it('hold a network whose lengths, measured again, are those of the summary', () => {
    for (const { folder: slug, routeLengthM, dropLengthM } of summary.neighbourhoods) {
      const { features } = JSON.parse(text(files.get(`${slug}/network.geojson`))) as NetworkJson;
      const measured = (kind: string): number =>
        features
          .filter(({ properties }) => properties['kind'] === kind)
          .reduce((sum, { geometry }) => sum + lengthM(geometry.coordinates as LngLat[]), 0);
      expect(measured('stretch')).toBeCloseTo(routeLengthM, 2);
      expect(measured('drop')).toBeCloseTo(dropLengthM, 2);
    }
  });

  it('let one walk from every premises to the facility by the nodes that they name', () => {
    const features = summary.neighbourhoods.flatMap(
      ({ folder: slug }) => (JSON.parse(text(files.get(`${slug}/network.geojson`))) as NetworkJson).features,
    );
    const of = (kind: string): Record<string, string | number | boolean>[] =>
      features.map(({ properties }) => properties).filter((one) => one['kind'] === kind);
    const reached = new Set(of('facility').map((one) => one['node']));
    for (let grown = true; grown;) {
      grown = false;
      for (const { from, to } of of('stretch')) {
        if (reached.has(from) === reached.has(to)) continue;
        reached.add(from).add(to);
        grown = true;
      }
    }
    expect(of('drop')).toHaveLength(summary.total.premisesPassed);
    expect(of('drop').every((one) => typeof one['premisesId'] === 'string' && reached.has(one['node']))).toBe(true);
  });

  it('are the same bytes in a second run, by three who share it', async () => {
    const shares = [2, 0, 1].map((index) => buildPlanParts(smallPlan(), { fonts }, quietJob, { index, of: 3 }));
    const again = joinParts((await Promise.all(shares)).flat());
    expect([...again.keys()]).toEqual([...files.keys()]);
    for (const [path, bytes] of files) expect(Buffer.compare(bytes, again.get(path) ?? new Uint8Array()), path).toBe(0);
  });

  it('pass the check of sha256sum, which names all of them but the manifest', (context) => {
    if (spawnSync('sha256sum', ['--version']).error !== undefined) context.skip('sha256sum is not installed');
    const report = execFileSync('sha256sum', ['-c', 'manifest.sha256'], { cwd: folder, encoding: 'utf8' });
    expect(report.trim().split('\n')).toHaveLength(files.size - 1);
    expect(report).not.toMatch(/FAILED/);
  });

  it('hold no text that a spreadsheet would run', () => {
    for (const name of ['poles.csv', 'drops.csv', 'crossings.csv']) {
      const cells = text(files.get(`ausserer-ring/${name}`)).split(/[,\r\n]+/);
      for (const cell of cells) if (!/^-?[\d.]+$/.test(cell)) expect(cell).not.toMatch(/^"?[=+\-@\t]/);
    }
    expect(text(files.get('ausserer-ring/poles.csv'))).toContain("'@Stadtwerke");
    expect(text(files.get('ausserer-ring/drops.csv'))).toContain("'+-");
  });

  it('hold a bill whose rows of numbers add up to the total to pass', async () => {
    const sheets = await readZip('bill.xlsx', files.get('hyperlink-x/bill-of-materials.xlsx') ?? new Uint8Array());
    const rows = [...text(sheets.get('xl/worksheets/sheet1.xml')).matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(
      (row) => row[1] ?? '',
    );
    const likely = rows.map((row) => Number(/<c r="H\d+"[^>]*><v>([^<]*)<\/v>/.exec(row)?.[1] ?? NaN));
    const pass = summary.neighbourhoods[1]?.costLikely ?? NaN;
    const total = likely.findIndex((value) => Math.abs(value - pass) < 1e-9);
    expect(total).toBeGreaterThan(2);
    const lines = likely.slice(1, total).reduce((sum, value) => sum + Math.round(value * 100), 0);
    expect(lines).toBe(Math.round(pass * 100));
  });

  it('hold documents that say title and totals as text', (context) => {
    if (spawnSync('pdftotext', ['-v']).error !== undefined) context.skip('pdftotext is not installed');
    const shown = execFileSync('pdftotext', ['-layout', join(folder, 'ausserer-ring/build-plan.pdf'), '-'], { encoding: 'utf8' });
    const [figures] = summary.neighbourhoods;
    expect(shown).toContain('Äußerer Ring');
    expect(shown).toContain('Kleinstadt Süd');
    expect(shown).toContain(String(figures?.premisesPassed));
    expect(shown).toContain((figures?.costLikely ?? 0).toLocaleString('en-US', { minimumFractionDigits: 2 }));
    expect(shown).toContain('Lindenstraße');
    expect(shown).toContain('Οδός Ερμού');
    expect(shown).toMatch(/Page 1 of \d+/);
    expect(shown).toMatch(/NESC clearance and (pole )?loading: not checked/);
  });
});

describe('what a build plan refuses', () => {
  it('is a plan without a design', async () => {
    const plan = smallPlan();
    plan.fiber = null;
    await expect(buildPlanFiles(plan, { fonts }, quietJob)).rejects.toMatchObject({ code: 'plan/not-designed' });
  });

  it('is a neighbourhood that does not exist, and it names those that do', async () => {
    const wrong = buildPlanFiles(smallPlan(), { fonts, neighbourhoods: ['Nowhere'] }, quietJob);
    await expect(wrong).rejects.toMatchObject({
      code: 'usage/unknown-neighbourhood',
      remedy: expect.stringContaining('Äußerer Ring') as string,
    });
  });

  it('writes only the folders that are asked for, and a summary of all', async () => {
    const files = await buildPlanFiles(smallPlan({ units: 'metric' }), { fonts, neighbourhoods: ['Äußerer Ring'] }, quietJob);
    expect([...files.keys()].filter((path) => path.endsWith('.pdf'))).toEqual([
      'ausserer-ring/build-plan.pdf',
      'ausserer-ring/staking-sheets.pdf',
    ]);
    expect((JSON.parse(text(files.get('summary.json'))) as Summary).neighbourhoods).toHaveLength(3);
  });
});
