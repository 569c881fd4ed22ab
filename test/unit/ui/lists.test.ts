import { expect, test } from 'vitest';
import { withClass } from '../../../src/plan/field-classes.ts';
import type { Mount } from '../../../src/studies/reach/mounts.ts';
import type { Reach } from '../../../src/studies/reach/rank-nodes.ts';
import type { JudgedRequest } from '../../../src/studies/worklist/judge-requests.ts';
import { publicNames } from '../../../src/ui/studies/public-names.ts';
import { reachCsv } from '../../../src/ui/studies/reach-csv.ts';
import { publicRequestsCsv, requestsCsv } from '../../../src/ui/studies/requests-csv.ts';
import { csvCells } from '../../support/csv-rows.ts';
import { HOSTILE_TEXTS } from '../../support/hostile-texts.ts';
import { smallPlan } from '../../support/plan-builder.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const mount = (id: string, name: string): Mount => ({
  ...{ id, name, roof: id, position: [11, 50], heightM: 8, status: 'installed', consent: 'yes' },
});
const reach = (id: string, name: string): Reach => ({
  ...{ roof: id, from: mount('here', 'Here'), to: mount(id, name), verdict: 'clear', confident: true, distanceM: 812.34 },
  ...{ azimuthDeg: 90.04, clearanceM: -1.255, fresnelFraction: 1, tightestM: 400, obstacle: 'ground', raiseM: 0, level: null },
});

test('no cell of a list of nodes is run by a spreadsheet, and its numbers stay numbers', () => {
  const reaches = HOSTILE_TEXTS.map((name, i) => reach(`n${i}`, name));
  const rows = csvCells(text(reachCsv(reaches, new Map(reaches.map(({ to }) => [to.id, to.name])))));
  expect(rows).toHaveLength(HOSTILE_TEXTS.length + 1);
  expect(rows.flat().filter((cell) => /^[=+@\t\r]|^-[^\d]/.test(cell))).toEqual([]);
  expect(rows[1]?.slice(3, 6)).toEqual(['812.3', '90', '-1.25']);
});

test('names that are not for everybody are not in a list of nodes', () => {
  const plan = smallPlan();
  const names = new Map([['n1', 'Family Mark-Planted']]);
  expect(text(reachCsv([reach('n1', '')], publicNames(plan, names)))).toContain('Mark-Planted');
  plan.fieldClasses = withClass(plan.fieldClasses, 'sites', 'name', 'member');
  const list = text(reachCsv([reach('n1', '')], publicNames(plan, names)));
  expect(list).not.toContain('Mark-Planted');
  expect(list).toContain('n1');
});

test('the worklist for everybody holds no name and no address of those who ask', () => {
  const request: JudgedRequest = {
    row: { id: 'r7', geometry: null, fields: { name: 'Ada Mark-Planted', address: '5 Mark-Planted St' } },
    line: '5 Mark-Planted St',
    joined: { how: 'none', reason: 'No address is like "5 Mark-Planted St".', candidates: [] } as never,
    position: null,
    item: null,
    reason: 'No address is like "5 Mark-Planted St".',
  };
  expect(text(requestsCsv([request], () => 'Ada Mark-Planted'))).toContain('Mark-Planted St');
  const list = text(publicRequestsCsv([request]));
  expect(list).not.toContain('Mark-Planted');
  expect(csvCells(list)[1]?.[0]).toBe('r7');
});
