import { fibrePlace } from '../../fiber/fibre-colours.ts';
import type { FibrePlan } from '../fiber/fibre-plan.ts';
import type { FibreEnd } from '../fiber/light-lines.ts';

/** A splitter or coupler as a real thing: where it stands, the fibre that feeds it and the fibres that it feeds. */
export type SplitterRow = FibrePlan['splitters'][number] & {
  /** The fibre spliced to its input; where it is patched or built in, what it is joined to. */
  readonly input: string;
  /** The fibres spliced to its outputs, with the number of the port; those built in are not listed. */
  readonly taken: readonly string[];
  /** Premises whose light passes it. */
  readonly premises: number;
};

/** All that divides light, with fibres in and out. */
export function splitterRows(plan: FibrePlan): SplitterRow[] {
  const into = new Map<string, string>();
  const outOf = new Map<string, string[]>();
  for (const { from, to } of plan.splices) {
    if (to.kind === 'splitter-input' || to.kind === 'coupler-input') into.set(to.port, fibreText(from));
    if (from.kind !== 'splitter-output' && from.kind !== 'coupler-output') continue;
    const [id = '', port = ''] = from.port.split(' port ');
    outOf.set(id, [...(outOf.get(id) ?? []), `${port === '' ? 'through' : port}: ${fibreText(to)}`]);
  }
  const served = new Map<string, number>();
  for (const { stages } of plan.premises)
    for (const stage of stages)
      if (stage.kind !== 'line') served.set(stage.splitter.id, (served.get(stage.splitter.id) ?? 0) + 1);
  return plan.splitters.map((splitter) => ({
    ...splitter,
    input: into.get(splitter.id) ?? (splitter.terminal === null ? 'patched to the OLT' : `${splitter.terminal.id}/K`),
    taken: outOf.get(splitter.id) ?? [],
    premises: served.get(splitter.id) ?? 0,
  }));
}

/** A fibre with its colours, or a port. */
function fibreText(end: FibreEnd): string {
  if (end.kind !== 'cable') return end.port;
  if (end.inService === 'counted') return `${end.cableId} free fibre ${end.fibre}`;
  const { tube, tubeColour, fibre, fibreColour } = fibrePlace(end.fibre);
  return `${end.cableId} tube ${tube} ${tubeColour} fibre ${fibre} ${fibreColour}`;
}
