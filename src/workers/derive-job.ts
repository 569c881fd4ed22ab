import type { Change } from '../plan/change.ts';
import { neighbourhoodsFrom, neighbourhoodsOfSize } from '../studies/derive/neighbourhoods.ts';
import { derivePremises } from '../studies/derive/premises.ts';
import { neighbourhoodsOfCells } from '../studies/derive/road-cells.ts';
import { deriveSpans } from '../studies/derive/spans.ts';
import type { JobInputs } from './jobs.ts';

/** Makes a layer from others; the former one is replaced. @throws AppError study/missing-layer */
export function deriveLayer({ plan, wanted }: JobInputs['derive']): Change {
  switch (wanted.layer) {
    case 'neighbourhoods':
      if (wanted.by === 'outlines') return neighbourhoodsFrom(plan, wanted.from).change;
      return (wanted.by === 'cells' ? neighbourhoodsOfCells : neighbourhoodsOfSize)(plan, wanted.size).change;
    case 'premises':
      return derivePremises(plan, { from: wanted.from, at: 'frontage' }).change;
    case 'spans':
      return deriveSpans(plan).change;
  }
}
