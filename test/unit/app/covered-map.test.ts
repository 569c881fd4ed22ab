import { expect, test } from 'vitest';
import { coveredMap, type MapFloor } from '../../../src/app/covered-map.ts';
import { ViewState } from '../../../src/state/view-state.svelte.ts';

/** A map of 800 × 600 with tools above, buttons at the right, and a card of 328 × 180 in the lower left corner. */
const floor: MapFloor = { width: 800, height: 600, toolsBottom: 50, buttonsLeft: 748, card: { top: 376, right: 340 } };
const long = [-1, 0, 1, 0.2] as const;
const tall = [-0.1, -1, 0.1, 1] as const;

test('what lies along the map is fitted above a card, what stands beside it', () => {
  expect(coveredMap(long, new ViewState(), floor)).toEqual({ topPx: 50, rightPx: 52, bottomPx: 224, leftPx: 0 });
  expect(coveredMap(tall, new ViewState(), floor)).toEqual({ topPx: 50, rightPx: 52, bottomPx: 0, leftPx: 340 });
});

test('without a card the tools are made way for, and in a map too small for that nothing is', () => {
  expect(coveredMap(long, new ViewState(), { ...floor, card: null })).toEqual({ topPx: 50, rightPx: 52, bottomPx: 0, leftPx: 0 });
  expect(coveredMap(long, new ViewState(), { ...floor, height: 180, card: null })).toEqual({ topPx: 0, rightPx: 0, bottomPx: 0, leftPx: 0 }); // prettier-ignore
});
