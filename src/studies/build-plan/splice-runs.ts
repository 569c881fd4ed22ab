import { compareText } from '../../base/compare.ts';
import { fibrePlace } from '../../fiber/fibre-colours.ts';
import type { LngLat } from '../../geo/position.ts';
import type { FibrePlan, Splice } from '../fiber/fibre-plan.ts';
import type { FibreEnd } from '../fiber/light-lines.ts';

/** Neighbouring fibres of one tube, or ports of one device. */
export interface FibreRun {
  /** The cable or device. */
  readonly name: string;
  /** "fibres 1–7, tube 1 blue, blue to red", "ports 1–7". */
  readonly detail: string;
}

/** Splices of one place side by side that join neighbours to neighbours. */
export interface SpliceRun {
  readonly closure: string;
  readonly position: LngLat;
  readonly from: FibreRun;
  readonly to: FibreRun;
  readonly count: number;
  /** What they serve, in their order. */
  readonly serves: readonly string[];
}

/** The splices of a neighbourhood, closure by closure, those that run side by side as one. */
export function spliceRuns(plan: FibrePlan, neighbourhoodId: string): SpliceRun[] {
  const own = plan.splices
    .filter((splice) => (splice.neighbourhoodId ?? '') === neighbourhoodId)
    .map((splice) => ({ splice, from: placeOf(splice.from), to: placeOf(splice.to) }))
    .sort(
      (a, b) =>
        compareText(a.splice.closure, b.splice.closure) ||
        compareText(a.to.name, b.to.name) ||
        compareText(a.from.name, b.from.name) ||
        a.from.number - b.from.number,
    );
  const runs: { splice: Splice; from: EndPlace[]; to: EndPlace[]; serves: string[] }[] = [];
  for (const { splice, from, to } of own) {
    const last = runs.at(-1);
    if (last !== undefined && last.splice.closure === splice.closure && follows(last.from, from) && follows(last.to, to)) {
      last.from.push(from);
      last.to.push(to);
      last.serves.push(splice.serves);
    } else runs.push({ splice, from: [from], to: [to], serves: [splice.serves] });
  }
  return runs.map(({ splice, from, to, serves }) => ({
    closure: splice.closure,
    position: splice.position,
    from: runOf(from),
    to: runOf(to),
    count: serves.length,
    serves,
  }));
}

/** An end of a splice: what it is of, its number there, and whether that is a fibre with a colour. */
interface EndPlace {
  readonly name: string;
  readonly number: number;
  readonly isFibre: boolean;
  /** Counted among the free fibres of a cable in service, whose own numbers nobody knows. */
  readonly isCounted: boolean;
}

function placeOf(end: FibreEnd): EndPlace {
  if (end.kind === 'cable')
    return { name: end.cableId, number: end.fibre, isFibre: true, isCounted: end.inService === 'counted' };
  const [, name = end.port, number = '0'] = /^(.*) port (\d+)$/.exec(end.port) ?? [];
  return { name, number: Number(number), isFibre: false, isCounted: false };
}

function follows(run: readonly EndPlace[], next: EndPlace): boolean {
  const last = run.at(-1);
  if (last?.name !== next.name || next.number !== last.number + 1) return false;
  return !next.isFibre || next.isCounted || fibrePlace(next.number).tube === fibrePlace(last.number).tube;
}

function runOf(run: readonly EndPlace[]): FibreRun {
  const [first, last] = [run[0], run.at(-1)];
  if (first === undefined || last === undefined) return { name: '', detail: '' };
  const { name } = first;
  if (first.number === 0) return { name, detail: '' };
  const range = first === last ? String(first.number) : `${first.number}–${last.number}`;
  const noun = `${first.isFibre ? 'fibre' : 'port'}${first === last ? '' : 's'}`;
  if (first.isCounted) return { name, detail: `free ${noun} ${range}` };
  if (!first.isFibre) return { name, detail: `${noun} ${range}` };
  const [a, b] = [fibrePlace(first.number), fibrePlace(last.number)];
  const colours = first === last ? a.fibreColour : `${a.fibreColour} to ${b.fibreColour}`;
  return { name, detail: `${noun} ${range}: tube ${a.tube} ${a.tubeColour}, ${colours}` };
}
