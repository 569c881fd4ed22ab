import { describe, expect, test } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../../src/io/export-formats.ts';
import { exportLayers } from '../../../src/io/export-layers.ts';
import { readVectorFile } from '../../../src/io/vector-file.ts';
import { writeCsv } from '../../../src/io/write/csv.ts';
import { writeXlsx } from '../../../src/io/write/xlsx.ts';
import { readZip } from '../../../src/io/zip.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import { layerOf } from '../../../src/plan/layer.ts';
import { buildPlanFiles } from '../../../src/studies/build-plan/write.ts';
import { csvCells } from '../../support/csv-rows.ts';
import { HOSTILE_TEXTS } from '../../support/hostile-texts.ts';
import { pdfFonts } from '../../support/pdf-fonts.ts';
import { at, smallPlan } from '../../support/plan-builder.ts';
import { pdfTexts } from '../../support/readable-text.ts';

const decoded = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

/** Numbers that begin as formulas do, and must stay numbers. */
const NUMBERS = [-91.2, -0.5, 1e-7, -1e21];

const features: Feature[] = HOSTILE_TEXTS.map((text, i) => ({
  id: `${String(i).padStart(2, '0')} ${text}`,
  geometry: { type: 'Point', coordinates: at(i * 10, 0) },
  fields: { name: text, note: `a ${text}`, height: NUMBERS[i % NUMBERS.length] ?? 0, [text]: 'under a hostile name' },
}));

async function bytesAs(format: ExportFormat): Promise<Uint8Array> {
  return (await exportLayers(HOSTILE_TEXTS.join(' '), [{ name: HOSTILE_TEXTS[0] ?? '', features }], format)).bytes;
}

/** Text without what XML cannot hold and without the spaces at its ends, which some formats lose and say so. */
const held = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

describe('hostile text', () => {
  const READABLE = ['geojson', 'gpkg', 'fgb', 'parquet', 'kml', 'kmz', 'shp', 'csv', 'xlsx'] as const;

  test.each(READABLE)('comes out of %s as the text that it was, one feature each, numbers as numbers', async (format) => {
    const { layer } = await readVectorFile(
      `x${EXPORT_FORMATS[format].ending}`,
      await bytesAs(format),
      { crs: 'EPSG:4326' },
      quietJob,
    );
    expect(layer.features).toHaveLength(features.length);
    const isSheet = format === 'csv' || format === 'xlsx';
    const plain = (text: unknown): string => held(String(text)).replace(isSheet ? /^' ?(?=[=+\-@])/ : /^$/, '');
    expect(layer.features.map(({ fields }) => plain(fields['name'])).sort()).toEqual(HOSTILE_TEXTS.map(held).sort());
    expect(layer.features.map(({ fields }) => Number(fields['height'])).sort()).toEqual(
      features.map(({ fields }) => Number(fields['height'])).sort(),
    );
  });

  test.each(['kml', 'gpx'] as const)('makes no element and no comment of its own in %s', async (format) => {
    const xml = decoded(await bytesAs(format));
    const names = new Set([...xml.matchAll(/<\/?([^\s/>]+)/g)].map(([, name = '']) => name.toLowerCase()));
    for (const name of ['script', 'img', 'svg', 'iframe', 'a', '!--', '![cdata[']) expect(names.has(name), name).toBe(false);
    // In KML the document, and in it that of the only layer.
    expect(xml.match(/<Document>|<gpx /g)).toHaveLength(format === 'kml' ? 2 : 1);
  });

  test('begins no cell of a spreadsheet as a formula does, in titles neither', async () => {
    const csv = csvCells(decoded(await bytesAs('csv')));
    const shared = decoded((await readZip('x', await bytesAs('xlsx'))).get('xl/sharedStrings.xml'));
    const cells = [...csv.flat(), ...[...shared.matchAll(/<t xml:space="preserve">([^<]*)/g)].map(([, text = '']) => text)];
    const risky = cells.filter(
      (cell) => /^[=+\-@\t\r]/.test(cell) && !NUMBERS.map(String).includes(cell) && !/^-?\d+\.\d+$/.test(cell),
    );
    expect(risky).toEqual([]);
    expect(csv.map((row) => row[csv[0]!.indexOf('height')])).toEqual(expect.arrayContaining(NUMBERS.map(String)));
    const sheet = decoded((await readZip('x', await bytesAs('xlsx'))).get('xl/worksheets/sheet1.xml'));
    for (const number of NUMBERS) expect(sheet).toContain(`<v>${number}</v>`);
    expect(sheet).not.toContain('<f>');
  });

  test('adds no group to a drawing', async () => {
    const lines = decoded(await bytesAs('dxf')).split(/\r?\n/);
    expect(lines.at(-1)).toBe('');
    expect((lines.length - 1) % 2).toBe(0);
    // Every other line is a group's code: a number.
    expect(lines.slice(0, -1).filter((line, i) => i % 2 === 0 && !/^\s*\d+$/.test(line))).toEqual([]);
    expect(lines.filter((line) => line === 'EOF')).toHaveLength(1);
  });

  test('stands in no program of a build plan: no script, no link, no formula, no path', async () => {
    const plan = smallPlan();
    const [first = ''] = HOSTILE_TEXTS;
    plan.name = HOSTILE_TEXTS.join(' ');
    plan.layers.set(
      'neighbourhoods',
      layerOf(['n1', 'n2'].map((id, i) => ({ id, geometry: null, fields: { name: `../../${HOSTILE_TEXTS[i] ?? ''}` } }))),
    );
    const fiber = plan.fiber!;
    plan.fiber = {
      ...fiber,
      poles: fiber.poles.map((pole, i) => ({ ...pole, owner: HOSTILE_TEXTS[i % HOSTILE_TEXTS.length] ?? '' })),
      stretches: fiber.stretches.map((one, i) => ({ ...one, along: HOSTILE_TEXTS[i % HOSTILE_TEXTS.length] ?? '' })),
      crossings: fiber.crossings.map((one) => ({ ...one, name: first })),
    };
    const files = await buildPlanFiles(plan, { fonts: pdfFonts() }, quietJob);
    for (const [path, bytes] of files) {
      expect(path).toMatch(/^([a-z0-9-]+\/)?[a-z0-9.-]+$/);
      if (path.endsWith('.csv'))
        expect(
          csvCells(decoded(bytes))
            .flat()
            .filter((cell) => /^[=+@\t\r]|^-[^\d]/.test(cell)),
        ).toEqual([]);
      if (path.endsWith('.kml')) expect(decoded(bytes)).not.toMatch(/<(script|img|svg|iframe|a)\b/i);
      if (!path.endsWith('.pdf')) continue;
      const raw = Buffer.from(bytes).toString('latin1');
      const structure = raw.replace(/stream\r?\n[\s\S]*?endstream/g, '').replace(/\((?:\\.|[^\\()])*\)/g, '()');
      expect(structure).not.toMatch(/\/(JS|JavaScript|Launch|URI|EmbeddedFile)\b/);
      expect(structure).not.toMatch(/<script|onerror|evil\.example/);
      expect(pdfTexts(bytes).some((text) => text.includes('script'))).toBe(true);
    }
  });

  test('is no reason to touch a number: only texts are neutralised', async () => {
    const columns = [{ title: 'n' }, { title: 't' }];
    const rows = NUMBERS.map((number): [number, string] => [number, String(number)]);
    expect(csvCells(decoded(writeCsv({ columns, rows }))).slice(1)).toEqual(
      NUMBERS.map((number) => [String(number), number < 0 ? `'${number}` : String(number)]),
    );
    const parts = await readZip('x', await writeXlsx([{ name: 's', columns, rows }]));
    for (const number of NUMBERS) expect(decoded(parts.get('xl/worksheets/sheet1.xml'))).toContain(`><v>${number}</v>`);
  });
});
