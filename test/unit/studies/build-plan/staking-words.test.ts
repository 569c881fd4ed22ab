import { expect, test } from 'vitest';
import { stationText } from '../../../../src/studies/build-plan/staking-words.ts';

test('a terminal at a boundary tells the drops of this neighbourhood, and its ports for premises beyond it', () => {
  const told = (used: number, premises: string[], portsBeyond: number): string =>
    stationText({
      label: 'T-0001',
      position: [11.5, 50],
      span: null,
      things: [{ kind: 'terminal', id: 'T-0001', detail: `${used}/8 ports`, items: [], surveyedCents: null }],
      drops: [{ terminalId: 'T-0001', premises, portsBeyond }],
    });
  expect(told(4, ['a'], 3)).toBe('terminal T-0001 4/8 ports, 1 drop, 3 ports beyond the boundary');
  expect(told(3, ['a', 'b'], 1)).toBe('terminal T-0001 3/8 ports, 2 drops, 1 port beyond the boundary');
  expect(told(2, ['a', 'b'], 0)).toBe('terminal T-0001 2/8 ports, 2 drops');
});
