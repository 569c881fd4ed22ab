import { fibrePlace } from '../../fiber/fibre-colours.ts';
import type { Cell, Table } from '../../io/write/table.ts';
import type { Feature } from '../../plan/feature-table.ts';
import { emptyLayer, featuresOfLayer } from '../../plan/layer.ts';
import type { Plan } from '../../plan/plan.ts';
import type { FibrePlan, LaidLine, PremisesFibre } from '../fiber/fibre-plan.ts';
import type { FibreEnd } from '../fiber/light-lines.ts';
import { column, feet, rounded } from './tables.ts';

/** One premises with its way through the cables, from the OLT's port to the terminal's. */
export interface PremisesWay {
  readonly fibre: PremisesFibre;
  /** Name or address, where the data have one. */
  readonly name: string;
  /** "CB-0001 fibre 3 (tube 1 blue, green)", the cables of the feeder and those of the distribution, in order. */
  readonly feeder: readonly string[];
  readonly distribution: readonly string[];
}

/** The fibres of all premises of a neighbourhood, by terminal and port. */
export function premisesWays(plan: Plan, fibres: FibrePlan, neighbourhoodId: string): PremisesWay[] {
  const names = new Map(
    [...featuresOfLayer(plan.layers.get('premises') ?? emptyLayer)].map((feature): [string, string] => [
      feature.id,
      nameOf(feature),
    ]),
  );
  return fibres.premises
    .filter(({ drop }) => (drop.neighbourhoodId ?? '') === neighbourhoodId)
    .map((fibre) => {
      const lines = fibre.stages.flatMap((stage) => (stage.kind === 'line' ? (fibres.lines[stage.line] ?? []) : []));
      const passed = lines.flatMap(cableEndsOf);
      const of = (tier: string): string[] => passed.filter((one) => one.tier === tier).map(({ text }) => text);
      return { fibre, name: names.get(fibre.drop.premisesId) ?? '', feeder: of('feeder'), distribution: of('distribution') };
    })
    .sort(
      (a, b) =>
        (a.fibre.terminal.id < b.fibre.terminal.id ? -1 : a.fibre.terminal.id > b.fibre.terminal.id ? 1 : 0) ||
        a.fibre.terminalPort - b.fibre.terminalPort,
    );
}

/** Which fibre of which cable serves which premises, port by port. */
export function premisesFibreTable(ways: readonly PremisesWay[]): Table {
  return {
    name: 'Premises fibres',
    columns: [
      column('premises_id', 18),
      column('name', 26),
      column('terminal_id', 12),
      column('terminal_port', 12),
      column('drop_id', 12),
      column('drop_kind', 12),
      column('drop_length_m', 12, '0.0'),
      column('drop_length_ft', 12, '0.0'),
      column('distribution_fibres', 60),
      column('cabinet_id', 11),
      column('splitter', 12),
      column('splitter_port', 12),
      column('feeder_fibres', 60),
      column('facility', 24),
    ],
    rows: ways.map(({ fibre, name, feeder, distribution }): Cell[] => [
      fibre.drop.premisesId,
      name || null,
      fibre.terminal.id,
      fibre.terminalPort,
      fibre.drop.id,
      fibre.drop.kind,
      rounded(fibre.drop.lengthM),
      feet(fibre.drop.lengthM),
      distribution.join(' > ') || null,
      fibre.cabinet.id,
      fibre.splitter,
      fibre.port,
      feeder.join(' > ') || null,
      fibre.facility.name,
    ]),
  };
}

/** The fibres that a line runs in: each cable is met at the splice before it. */
function cableEndsOf({ cables, splices }: LaidLine): { tier: string; text: string }[] {
  return cables.flatMap(({ tier, cableId }, i) => {
    const end = splices[i]?.to;
    return end === undefined ? [] : [{ tier, text: fibreText(end, cableId) }];
  });
}

function fibreText(end: FibreEnd, cableId: string): string {
  if (end.kind !== 'cable') return cableId;
  if (end.inService === 'counted') return `${cableId} free fibre ${end.fibre}`;
  const { tube, tubeColour, fibre, fibreColour } = fibrePlace(end.fibre);
  return `${cableId} fibre ${end.fibre} (tube ${tube} ${tubeColour}, fibre ${fibre} ${fibreColour})`;
}

function nameOf({ fields }: Feature): string {
  const told = fields['address'] ?? fields['name'];
  return typeof told === 'string' ? told : '';
}
