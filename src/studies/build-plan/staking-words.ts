import type { StakedSpan, StakedThing, Station } from './staking.ts';

const SUPPORT: Readonly<Record<string, string>> = {
  'own-poles': 'strand on own poles',
  'rented-poles': 'strand on rented poles',
  'new-poles': 'strand on new poles',
};

/** How a span is built: "bore", "strand on own poles". */
export function makeText({ stretch }: Pick<StakedSpan, 'stretch'>): string {
  if (stretch.inService !== undefined) return `in service: ${stretch.inService.name}`;
  return SUPPORT[stretch.support ?? ''] ?? stretch.method ?? 'underground';
}

/** The cables in a span: "CB-0001 48F, CB-0004 288F". */
export function cablesText({ cables }: StakedSpan): string {
  return cables.map(({ id, fibres }) => `${id} ${fibres}F`).join(', ');
}

const NOUNS: Readonly<Record<StakedThing['kind'], string>> = {
  facility: 'facility',
  pole: '',
  'new-pole': 'new pole',
  cabinet: 'cabinet',
  terminal: 'terminal',
  closure: 'closure',
  handhole: 'handhole',
  riser: 'riser',
  crossing: 'crossing',
};

/** All that is built at a station in words, the drops of each terminal with it. */
export function stationText({ things, drops, span }: Station): string {
  const dropsOf = new Map(
    drops.map(({ terminalId, premises, portsBeyond }) => [terminalId, dropsText(premises.length, portsBeyond)]),
  );
  const parts = things.map(({ kind, id, detail }) => {
    const leaving = kind === 'terminal' ? dropsOf.get(id) : undefined;
    const told =
      kind === 'pole' ? detail : [`${NOUNS[kind]} ${kind === 'facility' ? '' : id}`.trim(), detail].filter(Boolean).join(' ');
    return leaving === undefined ? told : `${told}, ${leaving}`;
  });
  if ((span?.slackLoops ?? 0) > 0)
    parts.push(`${span?.slackLoops ?? 0} slack ${span?.slackLoops === 1 ? 'loop' : 'loops'} in each cable`);
  return parts.filter(Boolean).join('; ');
}

function dropsText(count: number, portsBeyond: number): string {
  const own = `${count} ${count === 1 ? 'drop' : 'drops'}`;
  return portsBeyond === 0 ? own : `${own}, ${portsBeyond} ${portsBeyond === 1 ? 'port' : 'ports'} beyond the boundary`;
}
