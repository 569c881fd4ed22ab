import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workbench, type Workbench } from './command-line.ts';
import { geodesicM, pathFaults, readNetwork, readSummary, sumFaults, treeOf } from './read-build-plan.ts';
import { areaRecipe, makeArea, type AreaName } from './real-areas.ts';

const MINUTES = 60_000;
const FOLDER_FILES = [
  'applications.csv',
  'bill-of-materials.xlsx',
  'build-plan.pdf',
  'cables.csv',
  'crossings.csv',
  'drops.csv',
  'links.csv',
  'network.geojson',
  'network.kml',
  'optical-budget.csv',
  'permits.csv',
  'poles.csv',
  'premises-fibres.csv',
  'splices.csv',
  'splitters.csv',
  'staking-sheets.pdf',
  'staking.csv',
];

/**
 * What holds of the build plan of every area: made once, looked at from outside.
 * @param options `thorough`: also written a second time, made a second time from nothing, and once with other prices
 */
export function areaTests(area: AreaName, { thorough = false } = {}): { bench: () => Workbench; project: string } {
  let bench: Workbench;
  const { project } = areaRecipe(area);

  beforeAll(async () => {
    bench = workbench();
    await makeArea(area, bench.folder, (...words) => bench.json(...words));
    await bench.json('plan', project, '--out', 'out');
  }, 10 * MINUTES);
  afterAll(() => bench.remove());

  test('the folder holds every file of a build plan, and the manifest lists them all', () => {
    const files = [...treeOf(bench.path('out')).keys()];
    const { neighbourhoods } = readSummary(bench.path('out'));
    const wanted = neighbourhoods.flatMap(({ folder }) => FOLDER_FILES.map((file) => `${folder}/${file}`));
    expect(files).toEqual(['manifest.sha256', 'summary.json', 'summary.xlsx', ...wanted].sort());
    const listed = readFileSync(bench.path('out/manifest.sha256'), 'utf8').trimEnd().split('\n');
    expect(listed.map((line) => line.slice(66)).sort()).toEqual(files.filter((file) => file !== 'manifest.sha256'));
    execFileSync('sha256sum', ['-c', '--quiet', 'manifest.sha256'], { cwd: bench.path('out') });
  });

  test('neighbourhoods add up to the total in whole cents, millimetres and pieces', () => {
    expect(sumFaults(readSummary(bench.path('out')))).toEqual([]);
  });

  test('every premises is passed, or there is a reason why not', async () => {
    const { total, premisesNotReached } = readSummary(bench.path('out'));
    await bench.json('export', project, '--layer', 'premises', '--format', 'geojson', '--out', 'premises.geojson');
    const premises = JSON.parse(readFileSync(bench.path('premises.geojson'), 'utf8')) as { features: { id: string }[] };
    const dropped = readNetwork(bench.path('out')).flatMap(({ properties: { kind, premisesId } }) =>
      kind === 'drop' ? [String(premisesId)] : [],
    );
    expect(total.premisesPassed).toBe(dropped.length);
    expect([...dropped, ...premisesNotReached.map(({ id }) => id)].sort()).toEqual(premises.features.map(({ id }) => id).sort());
    for (const { reason } of premisesNotReached) expect(reason).toMatch(/\w{3}.*\.$/);
  });

  test('every premises that is passed has exactly one path to a facility', () => {
    expect(pathFaults(readNetwork(bench.path('out')))).toEqual([]);
  });

  test('lengths are geodesics of the network as drawn', () => {
    const { total } = readSummary(bench.path('out'));
    const parts = readNetwork(bench.path('out'));
    const lengthOf = (kind: string, construction?: string): number =>
      parts
        .filter(({ properties: p }) => p['kind'] === kind && (construction ?? p['construction']) === p['construction'])
        .reduce((sum, { geometry }) => sum + geodesicM(geometry.coordinates), 0);
    expect(Math.abs(lengthOf('stretch') / total.routeLengthM - 1)).toBeLessThan(1e-4);
    expect(Math.abs(lengthOf('stretch', 'aerial') / total.aerialLengthM - 1)).toBeLessThan(1e-4);
    expect(Math.abs(lengthOf('drop') / total.dropLengthM - 1)).toBeLessThan(1e-4);
    expect(total.aerialLengthM + total.undergroundLengthM).toBeCloseTo(total.routeLengthM, 6);
    // Slack alone makes each cable longer than its stretch, and no stretch is without one.
    expect(total.cableLengthM).toBeGreaterThan(total.routeLengthM);
  });

  test('the summary says what it rests on', () => {
    const summary = readSummary(bench.path('out'));
    expect(summary).toMatchObject({ seed: 1, effort: 2, programVersion: expect.stringMatching(/^\d+\.\d+\.\d+/) as unknown });
    expect(summary.lowerBound).toBeGreaterThan(0);
    expect(summary.gap).toBeGreaterThanOrEqual(0);
    expect(summary.gap).toBeLessThan(0.2);
    expect(summary.assumptions.length).toBeGreaterThan(3);
    expect(summary.notIncluded.join(' ')).toContain('NESC');
    for (const { sha256 } of summary.inputs) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(summary.total.costLow).toBeLessThan(summary.total.costLikely);
    expect(summary.total.costLikely).toBeLessThan(summary.total.costHigh);
  });

  test('the spreadsheets open, and the sheets hold the figures of the summary', () => {
    const { total } = readSummary(bench.path('out'));
    const parts = unzipSync(readFileSync(bench.path('out/summary.xlsx')));
    expect(Object.keys(parts)).toEqual(
      expect.arrayContaining(['[Content_Types].xml', 'xl/workbook.xml', 'xl/worksheets/sheet1.xml']),
    );
    const sheet = strFromU8(parts['xl/worksheets/sheet1.xml']!);
    for (const figure of [total.routeLengthM, total.costLikely, total.premisesPassed])
      expect(sheet).toContain(`<v>${figure}</v>`);
  });

  test('the drawings read back with GDAL', ({ skip }) => {
    if (spawnSync('ogrinfo', ['--version']).error) skip('ogrinfo (gdal-bin) is not installed');
    const inhabited = readSummary(bench.path('out')).neighbourhoods.filter(({ premisesPassed }) => premisesPassed > 0);
    const most = inhabited.reduce((a, b) => (b.polesUsed > a.polesUsed ? b : a));
    for (const file of ['network.geojson', 'network.kml', 'poles.csv', 'drops.csv']) {
      const path = join(bench.path('out'), most.folder, file);
      expect(existsSync(path)).toBe(true);
      const said = execFileSync('ogrinfo', ['-ro', '-so', '-al', path], { encoding: 'utf8' });
      expect(said).toMatch(/Feature Count: [1-9]/);
    }
  });

  test.runIf(thorough)(
    'plan writes the same bytes again without designing anew',
    async () => {
      const again = await bench.json<{ designed: boolean }>('plan', project, '--out', 'again');
      expect(again.designed).toBe(false);
      expect(treeOf(bench.path('again'))).toEqual(treeOf(bench.path('out')));
    },
    MINUTES * 3,
  );

  test.runIf(thorough)(
    'made again from nothing, the project and its plan have the same bytes',
    async () => {
      const twin = bench.path('twin');
      const call = (...words: string[]) => bench.json(...words.map((word) => (word === project ? join(twin, word) : word)));
      await makeArea(area, twin, call);
      await call('plan', project, '--out', 'twin-out');
      expect(treeOf(bench.path('twin-out'))).toEqual(treeOf(bench.path('out')));
      expect(readFileSync(join(twin, project)).equals(readFileSync(bench.path(project)))).toBe(true);
    },
    MINUTES * 5,
  );

  test.runIf(thorough)(
    'dearer prices make the plan dearer by as much',
    async () => {
      const copy = bench.path('dearer.weft');
      writeFileSync(copy, readFileSync(bench.path(project)));
      await bench.json('costs', copy, '--export', 'book.csv');
      const [header = '', ...rows] = readFileSync(bench.path('book.csv'), 'utf8').trimEnd().split(/\r?\n/);
      const columns = header.split(',').flatMap((name, i) => (/^(low|likely|high)$/.test(name) ? [i] : []));
      expect(columns).toHaveLength(3);
      const doubled = rows.map((row) => {
        const cells = row.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.map((cell) => cell.replace(/,$/, '')) ?? [];
        return cells.map((cell, i) => (columns.includes(i) && cell !== '' ? String(Number(cell) * 2) : cell)).join(',');
      });
      writeFileSync(bench.path('dear.csv'), [header, ...doubled].join('\n'));
      await bench.json('costs', copy, '--import', 'dear.csv');
      const { designed } = await bench.json<{ designed: boolean }>('plan', copy, '--out', 'dear');
      expect(designed).toBe(true);
      // Twice the price of the same routes, but for what either search leaves open.
      const [plain, dear] = ['out', 'dear'].map((name) => readSummary(bench.path(name)));
      const open = 2 * Math.max(plain!.gap, dear!.gap);
      expect(Math.abs(dear!.total.costLikely / plain!.total.costLikely - 2)).toBeLessThan(open);
      expect(Math.abs(dear!.total.costHigh / plain!.total.costHigh - 2)).toBeLessThan(open);
    },
    MINUTES * 3,
  );

  return { bench: () => bench, project };
}
