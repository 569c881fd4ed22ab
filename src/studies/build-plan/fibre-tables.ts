import { compareText } from '../../base/compare.ts';
import { plainSpaces, type UnitSystem } from '../../base/quantity-text.ts';
import { fibrePlace } from '../../fiber/fibre-colours.ts';
import type { Cell, Table } from '../../io/write/table.ts';
import type { Cable, FibrePlan } from '../fiber/fibre-plan.ts';
import type { FibreEnd } from '../fiber/light-lines.ts';
import type { OpticalStudy } from '../fiber/optical-study.ts';
import { remedyText } from '../fiber/optical-words.ts';
import type { SplitterRow } from './splitter-rows.ts';
import { column, feet, rounded } from './tables.ts';

const DB = '0.00';
const LENGTH = '0.0';

/** The cables that lie in a neighbourhood at least in part, and how much of each lies there; the empty id stands for outside. */
export function cablesWithin(plan: FibrePlan, neighbourhoodId: string): { cable: Cable; hereM: number }[] {
  return plan.cables.flatMap((cable) => {
    const here = cable.sections.filter(({ stretch }) => (stretch.neighbourhoodId ?? '') === neighbourhoodId);
    return here.length === 0 ? [] : [{ cable, hereM: here.reduce((sum, { lengthM }) => sum + lengthM, 0) }];
  });
}

/**
 * Cable schedule: every sheath with its ends, its length with slack and the reel that it is cut from; then cables in service that lend fibres, with their
 * free fibres and how many of them are used; then tails.
 */
export function cableTable(plan: FibrePlan, neighbourhoodId: string): Table {
  return {
    name: 'Cables',
    columns: [
      column('cable_id', 11),
      column('tier', 12),
      column('fibres', 8),
      column('fibres_used', 11),
      column('from', 24),
      column('to', 24),
      column('length_m', 11, LENGTH),
      column('length_ft', 11, LENGTH),
      column('length_here_m', 13, LENGTH),
      column('slack_loops', 11),
      column('reel', 12),
      column('stretches', 40),
    ],
    rows: [
      ...cablesWithin(plan, neighbourhoodId).map(({ cable, hereM }): Cell[] => [
        cable.id,
        cable.tier,
        cable.fibres,
        cable.fibresUsed,
        cable.from,
        cable.to,
        rounded(cable.lengthM),
        feet(cable.lengthM),
        rounded(hereM),
        cable.sections.reduce((sum, { stretch }) => sum + stretch.slackLoops, 0),
        cable.reelId,
        cable.sections.map(({ stretch }) => stretch.id).join(' '),
      ]),
      ...plan.lent.flatMap((cable): Cell[][] => {
        const here = cable.sections.filter(({ stretch }) => (stretch.neighbourhoodId ?? '') === neighbourhoodId);
        const hereM = here.reduce((sum, { lengthM }) => sum + lengthM, 0);
        if (here.length === 0) return [];
        return [
          [
            cable.name,
            'in service',
            cable.spareFibres,
            cable.fibres.length,
            cable.openings[0] ?? null,
            cable.openings.slice(1).join(' '),
            rounded(cable.lengthM),
            feet(cable.lengthM),
            rounded(hereM),
            0,
            'none: it lies there already',
            cable.sections.map(({ stretch }) => stretch.id).join(' '),
          ],
        ];
      }),
      ...plan.tails
        .filter((tail) => (tail.neighbourhoodId ?? '') === neighbourhoodId)
        .map(({ id, fibres, fibresUsed, closure, terminalId, lengthM }): Cell[] => [
          id,
          'tail',
          fibres,
          fibresUsed,
          closure,
          terminalId,
          rounded(lengthM),
          feet(lengthM),
          rounded(lengthM),
          0,
          'factory',
          null,
        ]),
    ],
  };
}

/** Splice table, closure by closure: which fibre is joined to which, by number and colour, and what it serves. */
export function spliceTable(plan: FibrePlan, neighbourhoodId: string): Table {
  const side = (name: string): Table['columns'] => [
    column(name, 22),
    column(`${name}_tube`, 9),
    column(`${name}_tube_colour`, 17),
    column(`${name}_fibre`, 10),
    column(`${name}_fibre_colour`, 17),
    column(`${name}_number`, 10),
  ];
  const own = plan.splices.filter((splice) => (splice.neighbourhoodId ?? '') === neighbourhoodId);
  return {
    name: 'Splices',
    columns: [
      column('closure', 24),
      ...side('from'),
      ...side('to'),
      column('serves', 20),
      column('longitude', 13),
      column('latitude', 13),
    ],
    rows: own
      .sort((a, b) => compareText(a.closure, b.closure))
      .map(({ closure, from, to, serves, position }) => [
        closure,
        ...endCells(from),
        ...endCells(to),
        serves,
        position[0],
        position[1],
      ]),
  };
}

/**
 * A pigtail has no tube; its colour is that of the fibre that it is joined to. A port with a tail is met at the tail's fibre. The fibre counts in its tube, its
 * number from the cable's first. Free fibres of a cable in service whose numbers nobody knows are counted among themselves.
 */
function endCells(end: FibreEnd): Cell[] {
  const fibre = end.kind === 'cable' ? end.fibre : end.tailFibre;
  if (fibre === undefined) return [end.kind === 'cable' ? end.cableId : end.port, null, null, null, null, null];
  const name = end.kind === 'cable' ? end.cableId : end.port;
  if (end.kind === 'cable' && end.inService === 'counted') return [`${name}, free fibres`, null, null, null, null, fibre];
  const place = fibrePlace(fibre);
  return [name, place.tube, place.tubeColour, place.fibre, place.fibreColour, fibre];
}

/** Splitters and couplers of a neighbourhood, with the fibres that they are spliced to. */
export function splitterTable(splitters: readonly SplitterRow[]): Table {
  return {
    name: 'Splitters',
    columns: [
      column('splitter', 12),
      column('device', 10),
      column('divides', 9),
      column('place', 24),
      column('cabinet_id', 11),
      column('terminal_id', 12),
      column('input', 44),
      column('outputs', 60),
      column('premises', 9),
      column('longitude', 13),
      column('latitude', 13),
    ],
    rows: splitters.map((one) => [
      one.id,
      one.kind,
      one.kind === 'coupler' ? `${one.tapPercent ?? 0}/${100 - (one.tapPercent ?? 0)}` : `1:${one.outputs}`,
      one.closure,
      one.cabinet.id,
      one.terminal?.id ?? null,
      one.input,
      one.taken.join('; '),
      one.premises,
      one.position[0],
      one.position[1],
    ]),
  };
}

/** The optical budget of every premises of a neighbourhood: fibre, splices, loss each way, what is left, what would mend it. */
export function opticalTable(study: OpticalStudy, neighbourhoodId: string, units: UnitSystem): Table {
  const own = study.premises.filter(({ fibre }) => (fibre.drop.neighbourhoodId ?? '') === neighbourhoodId);
  return {
    name: 'Optical budget',
    columns: [
      column('premises_id', 18),
      column('facility', 24),
      column('splitter', 11),
      column('splitter_port', 12),
      column('terminal_id', 12),
      column('terminal_port', 12),
      column('fibre_m', 11, LENGTH),
      column('splices', 8),
      column('connectors', 10),
      column(`down_${study.optics.downNm}_nm_db`, 15, DB),
      column(`up_${study.optics.upNm}_nm_db`, 15, DB),
      column('margin_db', 10, DB),
      column('spare_db', 9, DB),
      column('overload_spare_db', 16, DB),
      column('class', 12),
      column('verdict', 11),
      column('mend', 50),
    ],
    rows: own.map(({ fibre, path, optics, downDb, upDb, spareDb, overloadSpareDb, verdict, remedies }) => [
      fibre.drop.premisesId,
      fibre.facility.name,
      fibre.splitter,
      fibre.port,
      fibre.terminal.id,
      fibre.terminalPort,
      rounded(fibre.fibreM),
      fibre.splices,
      path.connectors,
      downDb,
      upDb,
      study.rules.marginDb,
      spareDb,
      overloadSpareDb,
      optics.name,
      verdict,
      remedies.length === 0 ? null : remedies.map((remedy) => plainSpaces(remedyText(remedy, units))).join('; or '),
    ]),
  };
}

/** Reel cuts of the whole plan: the cables in the order in which they are cut. */
export function reelTable(plan: FibrePlan): Table {
  return {
    name: 'Reels',
    columns: [
      column('reel', 12),
      column('fibres', 8),
      column('reel_length_m', 13, LENGTH),
      column('cut', 6),
      column('cable_id', 11),
      column('length_m', 11, LENGTH),
      column('left_m', 11, LENGTH),
    ],
    rows: plan.reels.flatMap((reel) => {
      let leftM = reel.lengthM;
      return reel.pieces.map((piece, i) => {
        leftM -= piece.lengthM;
        return [reel.id, reel.size, rounded(reel.lengthM), i + 1, piece.id, rounded(piece.lengthM), rounded(leftM)];
      });
    }),
  };
}
