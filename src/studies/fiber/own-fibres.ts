import type { PlacedCabinet } from '../../fiber/cabinets.ts';
import type { RootedTree } from '../../fiber/rooted-tree.ts';
import { portsUsed, type PlacedTerminal } from '../../fiber/terminals.ts';
import type { Settings } from '../../plan/settings.ts';

/** The usual optics of a fibre that nothing divides. */
const POINT_TO_POINT = 'bidi-10';

/** Whether each premises has a fibre of its own from the facility. */
export function hasOwnFibres({ splitting }: Pick<Settings, 'splitting'>): boolean {
  return splitting === 'none';
}

/** The usual optics of a port: those of the settings are of a light that is divided. */
export function usualOptics(settings: Settings): string {
  return hasOwnFibres(settings) ? POINT_TO_POINT : settings.opticsClass;
}

/** Terminals within so many metres of route more of their facility have optics of one class: what one class reaches is at least as wide. */
const BAND_M = 4000;

/** Terminals with the facility above each as what feeds them, without a cabinet: near and far ones apart, so that each group can have the optics that it needs. */
export function fedByFacilities(
  { parent }: RootedTree,
  terminals: readonly PlacedTerminal[],
  isFacility: (node: number) => boolean,
  edgeLengthM: (node: number) => number,
): PlacedCabinet[] {
  const groups = new Map<string, { readonly node: number; readonly band: number; readonly own: number[] }>();
  terminals.forEach(({ node }, terminal) => {
    let at = node;
    let lengthM = 0;
    for (; at >= 0 && !isFacility(at); at = parent[at] ?? -1) lengthM += edgeLengthM(at);
    if (at < 0) return;
    const band = Math.floor(lengthM / BAND_M);
    const group = groups.get(`${at} ${band}`) ?? { node: at, band, own: [] };
    group.own.push(terminal);
    groups.set(`${at} ${band}`, group);
  });
  const fibresOf = (terminal: number): number => portsUsed(terminals[terminal]?.premises ?? []);
  const sorted = [...groups.values()].sort((a, b) => a.node - b.node || a.band - b.band);
  return sorted.map(({ node, own }) => ({
    node,
    terminals: own,
    fibres: own.reduce((sum, terminal) => sum + fibresOf(terminal), 0),
    inFacility: true,
  }));
}
