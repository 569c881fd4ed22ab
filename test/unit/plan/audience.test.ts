import { describe, expect, test } from 'vitest';
import { writeProject, readProject } from '../../../src/io/project-file.ts';
import { apply } from '../../../src/plan/change.ts';
import { aboutText, audienceSentence, planFor } from '../../../src/plan/audience.ts';
import { classOf, usualClass, withClass } from '../../../src/plan/field-classes.ts';
import { findFeature, layerOf, withEdits } from '../../../src/plan/layer.ts';
import { derivePremises } from '../../../src/studies/derive/premises.ts';
import { neighbourhoodsFrom } from '../../../src/studies/derive/neighbourhoods.ts';
import { aTown } from '../../support/fiber-town.ts';
import { at, smallPlan } from '../../support/plan-builder.ts';

describe('the class of a field', () => {
  test.each([
    ['premises', 'phone', 'member'],
    ['premises', 'Owner_Name', 'member'],
    ['premises', 'contactEmail', 'member'],
    ['premises', 'notes', 'member'],
    ['premises', 'name', 'member'],
    ['premises', 'gate code', 'restricted'],
    ['sites', 'address', 'member'],
    ['sites', 'wifi_password', 'restricted'],
    ['sites', 'name', 'public'],
    ['premises', 'units', 'public'],
    ['premises', 'address', 'public'],
    ['premises', 'telemetry', 'public'],
    // From maps that everybody has.
    ['addresses', 'phone', 'public'],
    ['poles', 'owner', 'public'],
    ['rights-of-way', 'name', 'public'],
  ] as const)('%s.%s is %s unless somebody says otherwise', (layer, field, expected) => {
    expect(usualClass(layer, field)).toBe(expected);
  });

  test('is set for one field, kept in the file, and gone when it is the usual one again', async () => {
    const plan = smallPlan();
    const fieldClasses = withClass(plan.fieldClasses, 'poles', 'owner', 'restricted');
    const inverse = apply(plan, { note: 'class', fieldClasses });
    const read = await readProject(writeProject(plan));
    expect(classOf(read.fieldClasses, 'poles', 'owner')).toBe('restricted');
    expect(withClass(read.fieldClasses, 'poles', 'owner', 'public')).toEqual({});
    apply(plan, inverse);
    expect(plan.fieldClasses).toEqual({});
  });

  test('goes with what is derived: no derived field is more public than its origin', () => {
    const plan = aTown().lot('L1', 0, 0, 20, 20).plan();
    const lots = plan.layers.get('parcels')!;
    const lot = findFeature(lots, 'L1')!;
    plan.layers.set('parcels', withEdits(lots, [['L1', { ...lot, fields: { place: 'Hollow', name: 'x' } }]]));
    plan.fieldClasses = withClass({}, 'parcels', 'place', 'restricted');
    apply(plan, derivePremises(plan, { from: 'parcels', at: 'centroid' }).change);
    expect(classOf(plan.fieldClasses, 'premises', 'place')).toBe('restricted');
    apply(plan, neighbourhoodsFrom(plan, 'parcels').change);
    expect(classOf(plan.fieldClasses, 'neighbourhoods', 'place')).toBe('restricted');
    expect(classOf(plan.fieldClasses, 'neighbourhoods', 'name')).toBe('member');
  });
});

describe('a plan for an audience', () => {
  const plan = smallPlan();
  const site = { id: 's', geometry: { type: 'Point' as const, coordinates: at(0, 0) } };
  plan.layers.set(
    'sites',
    withEdits(layerOf([{ ...site, fields: { name: 'Mill', phone: '555', pin: 7 } }], [{ name: 'x', licence: 'CC0' }]), [
      ['t', { ...site, id: 't', fields: { phone: '556', notes: 'dog' } }],
    ]),
  );

  test('leaves out what it may not see, in what was imported and in what was edited', () => {
    const { plan: shown, withheld } = planFor(plan, 'public');
    const sites = shown.layers.get('sites')!;
    expect(findFeature(sites, 's')?.fields).toEqual({ name: 'Mill' });
    expect(findFeature(sites, 't')?.fields).toEqual({});
    expect(withheld).toEqual([{ layer: 'sites', fields: ['notes', 'phone', 'pin'] }]);
    expect(findFeature(planFor(plan, 'members').plan.layers.get('sites')!, 's')?.fields).toEqual({ name: 'Mill', phone: '555' });
    expect(planFor(plan, 'full').plan).toBe(plan);
    expect(shown.layers.get('premises')).toBe(plan.layers.get('premises'));
  });

  test('is told in a sentence, with the credits of the data', () => {
    expect(audienceSentence(planFor(plan, 'public'))).toBe('For the public: left out notes, phone, pin (sites).');
    expect(
      aboutText(planFor(plan, 'full'), [
        { name: 'a', licence: 'ODbL; CC0' },
        { name: 'b', licence: 'CC0' },
      ]),
    ).toBe('For those who plan and build it: holds all fields, private ones too. Data: ODbL · CC0.');
  });

  test('has stand-ins for owners in the design, so that sums by owner stay', () => {
    const own = { ...plan, fieldClasses: withClass({}, 'poles', 'owner', 'restricted') };
    const poles = planFor(own, 'public').plan.fiber!.poles;
    expect(new Set(poles.map(({ owner }) => owner))).toEqual(new Set(['owner 1']));
  });
});
