import { describe, expect, test } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../../../src/io/export-formats.ts';
import type { Audience } from '../../../../src/plan/audience.ts';
import type { FieldValue } from '../../../../src/plan/feature-table.ts';
import { withClass } from '../../../../src/plan/field-classes.ts';
import { featuresOfLayer, layerOf, withEdits } from '../../../../src/plan/layer.ts';
import type { FeatureLayerName } from '../../../../src/plan/layers.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { buildPlanFiles } from '../../../../src/studies/build-plan/write.ts';
import { exportLayer } from '../../../../src/workers/export-job.ts';
import { pdfFonts } from '../../../support/pdf-fonts.ts';
import { at, smallPlan } from '../../../support/plan-builder.ts';
import { readableText } from '../../../support/readable-text.ts';

/** Marks stand in fields that only some may see. Short, so that no column of a table cuts them. */
const RESTRICTED = 'ZQXR';
const MEMBER = 'ZQXM';
/** What a survey found of each of two poles: a number that no price of the book makes. Their sum is in the bill. */
const SURVEYED_CENTS = 987654321;

/** Fields that somebody made restricted, one or more in every layer that a build plan prints something of. */
const FIELDS: readonly (readonly [FeatureLayerName, string])[] = [
  ['poles', 'owner'],
  ['poles', 'class'],
  ['poles', 'feeder'],
  ['poles', 'makeReadyCents'],
  ['barriers', 'name'],
  ['facilities', 'name'],
  ['rights-of-way', 'name'],
  ['neighbourhoods', 'name'],
  ['premises', 'survey'],
  ['sites', 'name'],
  ['links', 'name'],
  ['conditions', 'kind'],
];

/** The small plan with marks in every field that is not for the public, and in all that the design has copied from them. */
function marked(): Plan {
  const plan = smallPlan();
  plan.fieldClasses = FIELDS.reduce((classes, [layer, field]) => withClass(classes, layer, field, 'restricted'), {});
  const mark = (fields: Readonly<Record<string, FieldValue>>, layer: FeatureLayerName): Record<string, FieldValue> => ({
    ...fields,
    ...Object.fromEntries(FIELDS.filter(([of]) => of === layer).map(([, field]) => [field, `${RESTRICTED}-${field}`])),
    ...(layer === 'premises' || layer === 'sites' ? { phone: `${MEMBER}-phone`, gateCode: `${RESTRICTED}-code` } : {}),
    ...(layer === 'sites' ? { address: `${MEMBER}-address` } : {}),
  });
  plan.layers.set(
    'sites',
    layerOf([0, 300].map((x, i) => ({ id: `s${i}`, geometry: { type: 'Point', coordinates: at(x, 20) }, fields: {} }))),
  );
  const link = { id: 'l1', geometry: null, fields: { from: 's0', to: 's1' } };
  plan.layers.set('links', layerOf([link]));
  plan.layers.set('poles', layerOf([{ id: '700', geometry: { type: 'Point', coordinates: at(-300, 0) }, fields: {} }]));
  for (const [name, layer] of plan.layers) {
    const features = [...featuresOfLayer(layer)].map((one) => ({ ...one, fields: mark(one.fields, name) }));
    const [first] = features;
    // What was edited lies over what was imported: both hold marks.
    const edits =
      first === undefined ? [] : ([[first.id, { ...first, fields: { ...first.fields, phone: `${MEMBER}-edited` } }]] as const);
    plan.layers.set(
      name,
      name === 'sites' ? withEdits(layerOf(features, layer.sources), edits) : layerOf(features, layer.sources),
    );
  }
  const fiber = plan.fiber!;
  plan.fiber = {
    ...fiber,
    poles: fiber.poles.map((pole, i) => ({
      ...pole,
      owner: `${RESTRICTED}-owner`,
      poleClass: `${RESTRICTED}`,
      circuit: `${RESTRICTED}-feeder`,
      ...(i < 2 ? { makeReady: 'surveyed', surveyedCostCents: SURVEYED_CENTS - i * 1000 } : {}),
    })),
    stretches: fiber.stretches.map((one) => ({ ...one, along: `${RESTRICTED}-name`, because: [`${RESTRICTED}-kind`] })),
    crossings: fiber.crossings.map((one) => ({ ...one, name: `${RESTRICTED}-name` })),
    facilities: fiber.facilities.map((one) => ({ ...one, name: `${RESTRICTED}-name` })),
  };
  return plan;
}

const LAYERS = ['premises', 'sites', 'poles', 'barriers', 'rights-of-way', 'neighbourhoods'] as const;

/** A drawing looks its coordinate system up each time; an OFDS package holds lines. */
function layersOf(format: ExportFormat): readonly FeatureLayerName[] {
  return format === 'dxf' ? ['sites'] : format === 'ofds' ? ['rights-of-way'] : LAYERS;
}

/** A location list has columns of its own and no field of a layer beside them. */
const FORMATS = (Object.keys(EXPORT_FORMATS) as ExportFormat[]).filter((format) => format !== 'bdc');
/** Formats with no place for a sentence. */
const SILENT: readonly ExportFormat[] = ['csv', 'ofds'];

async function exported(format: ExportFormat, audience: Audience): Promise<string> {
  const plan = marked();
  const texts = layersOf(format).map(async (layer) => {
    const { bytes, notes } = await exportLayer({ plan, layer, format, audience }, quietJob);
    return [await readableText(`x${EXPORT_FORMATS[format].ending}`, bytes), ...notes].join('\n');
  });
  return (await Promise.all(texts)).join('\n');
}

/** What was found, with what stands around it. */
function found(text: string, wanted: RegExp): string[] {
  return [...text.matchAll(wanted)].map(({ index }) => text.slice(Math.max(0, index - 60), index + 30));
}

describe('a file for an audience', () => {
  test.each(FORMATS)('holds no byte of what it may not show, as %s', async (format) => {
    const open = await exported(format, 'public');
    expect(found(open, /ZQX/g)).toEqual([]);
    const members = await exported(format, 'members');
    expect(found(members, /ZQXR/g)).toEqual([]);
    // The marks are found where they are: the search itself works.
    expect(members.includes(MEMBER)).toBe(layersOf(format).includes('sites'));
    expect((await exported(format, 'full')).includes(RESTRICTED)).toBe(true);
    if (!SILENT.includes(format)) expect(open.includes('For the public: left out')).toBe(true);
  });

  test('holds no byte of it in a whole build plan, its drawings and tables', async () => {
    const textOf = async (audience: Audience): Promise<string> => {
      const files = await buildPlanFiles(marked(), { fonts: pdfFonts(), audience }, quietJob);
      const texts = await Promise.all([...files].map(async ([name, bytes]) => `${name}\n${await readableText(name, bytes)}`));
      return texts.join('\n');
    };
    const [open, full] = [await textOf('public'), await textOf('full')];
    expect(found(open, /ZQX|9,?876,?543\.21/g)).toEqual([]);
    for (const mark of ['For the public', '"audience": "public"']) expect(open.includes(mark), mark).toBe(true);
    for (const mark of [`${RESTRICTED}-owner`, `${RESTRICTED}-feeder`, `${RESTRICTED}-name`, '9876543.21', 'Not for the public'])
      expect(full.includes(mark), mark).toBe(true);
  });
});
