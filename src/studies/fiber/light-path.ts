import { couplerLossDb, FIBRE_DB_PER_KM, splitterLossDb, type WavelengthNm } from '../../fiber/optical-budget.ts';
import type { Stretch } from '../../plan/network.ts';
import type { FibrePlan } from './fibre-plan.ts';
import type { OpticalStudy, PremisesBudget } from './optical-study.ts';

/** One thing that light passes on its way to a premises, and what it loses there at the class's wavelengths. */
export interface LightElement {
  readonly kind: 'fibre' | 'splice' | 'splitter' | 'coupler' | 'connectors' | 'other';
  readonly name: string;
  /** Where it is: a facility, cabinet, closure, terminal or cable. */
  readonly place: string;
  /** Length of a fibre, metres; null for all else. */
  readonly lengthM: number | null;
  readonly downDb: number;
  readonly upDb: number;
}

/** The way of the light from the OLT to a premises, element by element; the losses add up to the budget's. Margin is not in it. */
export function lightElements(plan: FibrePlan, { fibre, path, optics }: PremisesBudget, { rules }: OpticalStudy): LightElement[] {
  const alike = (kind: LightElement['kind'], name: string, place: string, db: number): LightElement => ({
    kind,
    name,
    place,
    lengthM: null,
    downDb: db,
    upDb: db,
  });
  const length = (name: string, place: string, lengthM: number): LightElement => {
    const lossAt = (nm: WavelengthNm): number => (FIBRE_DB_PER_KM[nm] * lengthM) / 1000;
    return { kind: 'fibre', name, place, lengthM, downDb: lossAt(optics.downNm), upDb: lossAt(optics.upNm) };
  };
  const placeOf = new Map(plan.splitters.map(({ id, closure }) => [id, closure]));
  const passed = fibre.stages.flatMap((stage): LightElement[] => {
    if (stage.kind === 'line') {
      const line = plan.lines[stage.line];
      return (line?.splices ?? []).flatMap(({ closure }, i) => {
        const cable = line?.cables[i];
        const splice = alike('splice', 'splice', closure, rules.spliceDb);
        return cable === undefined ? [splice] : [splice, length(`${cable.tier} fibre`, cable.cableId, cable.lengthM)];
      });
    }
    const { id, outputs, tapPercent } = stage.splitter;
    const place = placeOf.get(id) ?? id;
    if (stage.kind === 'splitter') return [alike('splitter', `splitter 1:${outputs}`, place, splitterLossDb(outputs))];
    const share = `coupler ${tapPercent ?? 0}/${100 - (tapPercent ?? 0)}`;
    const name = stage.way === 'tap' ? `${share}, to the tap` : `${share}, through`;
    return [alike('coupler', name, place, couplerLossDb(tapPercent ?? 0, stage.way) ?? 0)];
  });
  return [
    ...passed,
    ...(fibre.tailM > 0 ? [length('tail', fibre.terminal.id, fibre.tailM)] : []),
    length('drop', fibre.drop.id, fibre.drop.lengthM),
    alike('connectors', `${path.connectors} connectors`, 'on the whole way', path.connectors * rules.connectorDb),
    ...(path.otherDb === 0 ? [] : [alike('other', 'other', '', path.otherDb)]),
  ];
}

/** The stretches that the light of a premises runs through, from the facility on. */
export function litStretches(stretches: readonly Stretch[], plan: FibrePlan, { fibre }: PremisesBudget): Stretch[] {
  const above = new Map(stretches.map((stretch) => [stretch.to, stretch]));
  return fibre.stages.flatMap((stage) => {
    if (stage.kind !== 'line') return [];
    return (plan.lines[stage.line]?.pieces ?? []).flatMap(({ from, to }) => {
      const way: Stretch[] = [];
      for (let node = to; node !== from;) {
        const stretch = above.get(node);
        if (stretch === undefined) break;
        way.push(stretch);
        node = stretch.from;
      }
      return way.reverse();
    });
  });
}
