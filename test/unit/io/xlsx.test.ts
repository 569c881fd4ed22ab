import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { isDateFormat, serialDate } from '../../../src/io/xlsx-dates.ts';
import { readXlsx } from '../../../src/io/xlsx.ts';
import { writeZip } from '../../../src/io/zip.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import { cutNineTimes } from '../../support/cut-files.ts';
import { gdalReads } from '../../support/gdal.ts';
import { exchangeSample, written } from './exchange-sample.ts';
import { emptyPlan, imported } from './import-samples.ts';

const file = (bytes: Uint8Array) => ({ name: 'a.xlsx', bytes });

/** A workbook by hand: the rows of its sheets as XML, as spreadsheet programs write them. */
function workbook(
  sheets: Readonly<Record<string, string>>,
  { date1904 = false, texts = '', merged = [] as readonly string[] } = {},
): Uint8Array {
  const names = Object.keys(sheets);
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`;
  const parts = {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships>${relation('r', 'officeDocument', '/xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<x:workbook xmlns:x="m" xmlns:r="o"><x:workbookPr date1904="${date1904 ? 1 : 0}"/><x:sheets>${names
      .map((name, i) => `<x:sheet name="${name}" sheetId="${i + 1}" r:id="r${i}"/>`)
      .join('')}</x:sheets></x:workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${names.map((_, i) => relation(`r${i}`, 'worksheet', `s/${i}.xml`)).join('')}${relation('t', 'sharedStrings', 'texts.xml')}${relation('f', 'styles', 'styles.xml')}</Relationships>`,
    'xl/texts.xml': `<sst>${texts}</sst>`,
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[$-407]d/m/yyyy;@"/><numFmt numFmtId="171" formatCode="0.0 &quot;days&quot;"/></numFmts>' +
      '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="22"/></cellXfs></styleSheet>',
    ...Object.fromEntries(
      names.map((name, i) => [
        `xl/s/${i}.xml`,
        `<worksheet><sheetData>${sheets[name] ?? ''}</sheetData><mergeCells>${merged.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells></worksheet>`,
      ]),
    ),
  };
  return writeZip(new Map(Object.entries(parts).map(([path, xml]) => [path, new TextEncoder().encode(xml)])));
}

const text = (value: string): string => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
const row = (...cells: string[]): string => `<row>${cells.join('')}</row>`;
const number = (value: number | string, style = 0): string => `<c s="${style}"><v>${value}</v></c>`;

describe('Excel', () => {
  test('what was written is read again as it was', async () => {
    const bytes = await written([{ name: 'sample', features: exchangeSample }], 'xlsx');
    const { features } = await imported(emptyPlan(), 'existing-network', file(bytes));
    expect(features).toEqual(exchangeSample);
    const hostile: Feature[] = [
      { id: '007', geometry: { type: 'Point', coordinates: [-71.0941591234567, 42.3] }, fields: { note: '=1+1', sum: '12' } },
    ];
    const again = await imported(emptyPlan(), 'poles', file(await written([{ name: 'p', features: hostile }], 'xlsx')));
    expect(again.features).toEqual(hostile);
  });

  test('a formula without its value and cells of several rows made one are told', async () => {
    const rows =
      row(text('Poles of the town')) +
      row(text('id'), text('lon'), text('lat'), text('sum')) +
      row(text('a'), number(11.5), number(50), '<c><f>1+1</f></c>') +
      row(text('b'), number(11.6), number(50), '<c t="str"><f>""</f><v></v></c>');
    const { report } = await imported(emptyPlan(), 'poles', file(workbook({ P: rows }, { merged: ['A1:D1', 'A1:A2', 'E3:E4'] })));
    expect(report.files[0]?.problems.map(({ code, where }) => [code, where])).toEqual([
      ['import/value', 'row 3'],
      ['import/lines-above', ''],
      ['import/merged-cells', 'E3:E4'],
    ]);
  });

  test('cells are what the workbook says: shared texts, dates, truth values, errors, gaps', async () => {
    const bytes = workbook(
      {
        Poles: [
          row(text('Survey of Monday')),
          row(text('lon'), text('lat'), text('name'), text('set'), text('seen'), text('left'), text('ok'), text('gap')),
          '<row r="5"><c r="A5"><v>-71.5</v></c><c r="B5"><v>42.5</v></c><c r="C5" t="s"><v>0</v></c><c r="D5" s="1"><v>45000</v></c><c r="E5" s="4"><v>45000.75</v></c><c r="F5" s="3"><v>2.5</v></c><c r="G5" t="b"><v>1</v></c><c r="H5" t="e"><v>#N/A</v></c></row>',
          '<row r="6"><c r="A6"><v>-71.25</v></c><c r="B6"><v>42.25</v></c><c r="D6" s="2"><v>59</v></c><c r="F6" t="str"><v>007</v></c></row>',
        ].join(''),
        Empty: '',
      },
      { texts: '<si><r><t>Elm </t></r><r><t>St</t></r><rPh><t>x</t></rPh></si>' },
    );
    const [layer, ...others] = await readXlsx('a.xlsx', bytes, undefined, quietJob);
    expect(others).toEqual([]);
    expect(layer?.features.map(({ where, geometry, fields }) => [where, geometry, fields])).toEqual([
      [
        'row 5',
        { type: 'Point', coordinates: [-71.5, 42.5] },
        { name: 'Elm St', set: '2023-03-15', seen: '2023-03-15T18:00:00', left: 2.5, ok: true },
      ],
      ['row 6', { type: 'Point', coordinates: [-71.25, 42.25] }, { set: '1900-02-28', left: '007' }],
    ]);
    expect(layer?.problems.map(({ severity, code }) => [severity, code])).toEqual([
      ['warning', 'import/value'],
      ['note', 'import/lines-above'],
    ]);
  });

  // Dates: ECMA-376 part 1, 18.17.4.1 and its examples; the day that never was is 60.
  test.each([
    [1, false, '1900-01-01'],
    [59, false, '1900-02-28'],
    [61, false, '1900-03-01'],
    [3687.4207639, false, '1910-02-03T10:05:54'],
    [0.5, false, '12:00:00'],
    [2225, true, '1910-02-03'],
    [-1, false, null],
    [1e9, false, null],
  ])('%d is %s → %s', (serial, is1904, expected) => {
    expect(serialDate(serial, is1904)).toBe(expected);
  });

  test.each([
    ['yyyy-mm-dd', true],
    ['[h]:mm', true],
    ['[Red]0.00', false],
    ['0.00 "days"', false],
    ['General', false],
    ['#,##0\\d', false],
  ])('the format %s shows a date: %s', (code, expected) => {
    expect(isDateFormat(200, code)).toBe(expected);
  });

  test('sheets are layers, and one without positions says so', async () => {
    const bytes = workbook({
      A: row(text('x'), text('y')) + row(number(1), number(2)),
      Notes: row(text('who')) + row(text('me')),
    });
    await expect(imported(emptyPlan(), 'poles', file(bytes))).rejects.toThrow(/2 layers.*A, Notes/);
    await expect(imported(emptyPlan(), 'poles', file(bytes), { sourceLayer: 'Notes' })).rejects.toThrow(/who.*positions/);
    expect((await imported(emptyPlan(), 'poles', file(bytes), { sourceLayer: 'A' })).features).toHaveLength(1);
  });

  test('a file that is cut at any of nine points is refused, as is one whose texts are missing', async () => {
    const bytes = await written([{ name: 'sample', features: exchangeSample }], 'xlsx');
    expect(new Set(await cutNineTimes('a.xlsx', bytes))).toEqual(new Set(['file/damaged']));
    const without = workbook({ A: row(text('lon'), text('lat')) + row(number(1), number(2), '<c t="s"><v>7</v></c>') });
    await expect(imported(emptyPlan(), 'poles', file(without))).rejects.toThrow(/text number 7/);
    const locked = { name: 'a.xlsx', bytes: Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) };
    await expect(imported(emptyPlan(), 'poles', locked)).rejects.toThrow(/without a password/);
  });
});

describe.skipIf(!gdalReads('XLSX'))('GDAL', () => {
  test('its workbook of the same table is read, and it reads ours', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'weft-xlsx-'));
    try {
      const csv = join(folder, 'poles.csv');
      writeFileSync(csv, 'id,longitude,latitude,height,set,note\na1,-71.5,42.25,12.5,2023/03/15,Łódź\na2,-71.25,42.5,,,"x,y"\n');
      execFileSync('ogr2ogr', ['-f', 'XLSX', join(folder, 'poles.xlsx'), csv, '-oo', 'AUTODETECT_TYPE=YES'], { stdio: 'ignore' });
      const bytes = new Uint8Array(readFileSync(join(folder, 'poles.xlsx')));
      const { features } = await imported(emptyPlan(), 'existing-network', { name: 'poles.xlsx', bytes });
      expect(features).toEqual([
        {
          id: 'a1',
          geometry: { type: 'Point', coordinates: [-71.5, 42.25] },
          fields: { height: 12.5, set: '2023-03-15', note: 'Łódź' },
        },
        { id: 'a2', geometry: { type: 'Point', coordinates: [-71.25, 42.5] }, fields: { note: 'x,y' } },
      ]);
      writeFileSync(join(folder, 'ours.xlsx'), await written([{ name: 'poles', features }], 'xlsx'));
      const said = execFileSync('ogrinfo', ['-al', join(folder, 'ours.xlsx')], { encoding: 'utf8' });
      expect(said).toContain('Feature Count: 2');
      expect(said).toMatch(/longitude \(Real\) = -71\.5[\s\S]*height \(Real\) = 12\.5/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
