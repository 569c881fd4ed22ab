import type { Cabinet, Drop, FiberNetwork, NetworkFacility, Terminal } from '../../plan/network.ts';

/** The parts of a network that fibres run through. */
export type FibreParts = Pick<FiberNetwork, 'stretches' | 'cabinets' | 'terminals' | 'drops' | 'facilities'>;

/** Feeder: between facility and cabinets. Distribution: between cabinet, or facility, and terminals. */
export type Tier = 'feeder' | 'distribution';

/** One end that a splice joins: a fibre of a cable (from 1), or the pigtail of a port. */
export type FibreEnd =
  | {
      readonly kind: 'cable';
      readonly cableId: string;
      readonly fibre: number;
      /** Of a cable in service: whether `fibre` is its number in the cable, else it counts the free ones. */
      readonly inService?: 'numbered' | 'counted';
    }
  | {
      readonly kind: PortKind;
      readonly port: string;
      /** The fibre of its terminal's tail cable that leads to it, from 1. */ readonly tailFibre?: number;
    };
type PortKind = 'feeder-port' | 'splitter-input' | 'splitter-output' | 'coupler-input' | 'coupler-output' | 'terminal-port';

/** A fibre from one piece of equipment to the next, through one tier or, where nothing divides it between, through both. */
export interface LightLine {
  readonly pieces: readonly { readonly tier: Tier; readonly from: string; readonly to: string }[];
  readonly upper: FibreEnd;
  readonly lower: FibreEnd;
  /** What it serves: the premises, or the splitter or terminal. */
  readonly serves: string;
}

/** Something that divides light: an even splitter, or an unequal coupler. */
export interface Splitter {
  readonly id: string;
  readonly kind: 'splitter' | 'coupler';
  /** 2 for a coupler. */
  readonly outputs: number;
  readonly tapPercent: number | null;
  /** Where it stands. */
  readonly cabinet: Cabinet;
  readonly terminal: Terminal | null;
}

/** What the light of one premises passes, from the OLT on. */
export type Stage =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'splitter'; readonly splitter: Splitter }
  | { readonly kind: 'coupler'; readonly splitter: Splitter; readonly way: 'tap' | 'through' };

/** A fibre to a premises with its way to the OLT; a premises that takes several has as many. */
export interface LitPremises {
  readonly drop: Drop;
  readonly terminal: Terminal;
  readonly terminalPort: number;
  readonly cabinet: Cabinet;
  readonly facility: NetworkFacility;
  /** The OLT port: fibres of one port share its light. */
  readonly feed: string;
  /** The first splitter behind it, with the port taken; the terminal's where no other stands before. */
  readonly splitter: string;
  readonly port: number;
  readonly stages: readonly Stage[];
}

/** All lines, splitters and premises of a network. */
export interface LightTree {
  readonly lines: readonly LightLine[];
  readonly splitters: readonly Splitter[];
  readonly premises: readonly LitPremises[];
  /** Premises whose terminal hangs under no cabinet and facility: ids. A design by Weft has none. */
  readonly unlit: readonly string[];
}

/** Follows the light of a network from its facilities to every port, cabinet by cabinet. */
export function lightTreeOf(network: FibreParts): LightTree {
  return new LightTreeBuilder(network).tree;
}

/** Light on its way: the port it comes from, what it has passed, the end that goes on and where that stands. */
interface Beam {
  readonly feed: string;
  readonly stages: readonly Stage[];
  readonly end: FibreEnd;
  readonly pieces: LightLine['pieces'];
  readonly node: string;
  readonly splitter: string;
  readonly port: number;
}

class LightTreeBuilder {
  readonly #lines: LightLine[] = [];
  readonly #splitters: Splitter[] = [];
  readonly #premises: LitPremises[] = [];
  readonly #unlit: string[] = [];
  readonly #dropsOf = new Map<string, Drop[]>();
  readonly #oltPorts = new Map<string, number>();

  constructor(network: FibreParts) {
    // One for each fibre: each takes a port.
    for (const drop of network.drops)
      for (let fibre = 0; fibre < drop.fibres; fibre++) push(this.#dropsOf, drop.terminalId, drop);
    const terminalsOf = new Map<string, Terminal[]>();
    for (const terminal of network.terminals) push(terminalsOf, terminal.cabinetId, terminal);
    const facilityOf = facilityFinder(network);
    const lit = new Set<string>();
    for (const cabinet of network.cabinets) {
      const facility = facilityOf(cabinet.node);
      if (facility === undefined) continue;
      this.#light(cabinet, facility, terminalsOf.get(cabinet.id) ?? []);
      lit.add(cabinet.id);
    }
    for (const { id, cabinetId } of network.terminals)
      if (!lit.has(cabinetId)) this.#unlit.push(...new Set((this.#dropsOf.get(id) ?? []).map(({ premisesId }) => premisesId)));
  }

  get tree(): LightTree {
    return { lines: this.#lines, splitters: this.#splitters, premises: this.#premises, unlit: this.#unlit };
  }

  #light(cabinet: Cabinet, facility: NetworkFacility, terminals: readonly Terminal[]): void {
    const outputs = this.#outputs(cabinet, facility);
    if (cabinet.splitting === 'central') {
      for (const terminal of terminals)
        (this.#dropsOf.get(terminal.id) ?? []).forEach((drop, i) => {
          const beam = outputs();
          const port: FibreEnd = { kind: 'terminal-port', port: `${terminal.id} port ${i + 1}` };
          const line = this.#lineTo(beam, terminal, port, drop.premisesId);
          this.#serve(drop, i, terminal, cabinet, facility, beam, [...beam.stages, line]);
        });
      return;
    }
    const nextOf = new Map<string, Terminal[]>();
    for (const terminal of terminals) if (terminal.fedBy !== null) push(nextOf, terminal.fedBy, terminal);
    for (const head of terminals) {
      if (head.fedBy !== null) continue;
      let beam: Beam | null = outputs();
      for (let terminal: Terminal | undefined = head; terminal !== undefined && beam !== null;) {
        beam = this.#pass(beam, terminal, cabinet, facility);
        terminal = nextOf.get(terminal.id)?.[0];
      }
    }
  }

  /** One output of the cabinet's splitters after the other; without splitters one OLT port after the other. */
  #outputs(cabinet: Cabinet, facility: NetworkFacility): () => Beam {
    const { splitRatio } = cabinet;
    let taken = 0;
    let beam: Beam | null = null;
    let splitter: Splitter | null = null;
    return () => {
      const port = taken++ % splitRatio;
      const number = Math.ceil(taken / splitRatio);
      if (port === 0 || beam === null) {
        beam = this.#feed(cabinet, facility, number);
        splitter = null;
      }
      if (splitRatio === 1) return beam;
      if (splitter === null) {
        splitter = {
          id: `${cabinet.id}/${number}`,
          kind: 'splitter',
          outputs: splitRatio,
          tapPercent: null,
          cabinet,
          terminal: null,
        };
        this.#splitters.push(splitter);
        beam = this.#throughSplitter(beam, splitter, cabinet);
      }
      return { ...beam, end: { kind: 'splitter-output', port: `${splitter.id} port ${port + 1}` }, port: port + 1 };
    };
  }

  /** Light from the next port of the facility, on its way to the cabinet. */
  #feed(cabinet: Cabinet, facility: NetworkFacility, number: number): Beam {
    const feed = `${cabinet.id}/${number}`;
    const port = (this.#oltPorts.get(facility.id) ?? 0) + 1;
    this.#oltPorts.set(facility.id, port);
    const end: FibreEnd = { kind: 'feeder-port', port: `${facility.name} ${port}` };
    const pieces = cabinet.inFacility ? [] : [{ tier: 'feeder' as const, from: facility.node, to: cabinet.node }];
    return { feed, stages: [], end, pieces, node: cabinet.node, splitter: '', port: 1 };
  }

  /** A splitter in a facility is patched to the OLT, one in a cabinet is spliced to the feeder. */
  #throughSplitter(beam: Beam, splitter: Splitter, cabinet: Cabinet): Beam {
    const input: FibreEnd = { kind: 'splitter-input', port: splitter.id };
    const feeder = cabinet.inFacility ? [] : [this.#addLine(beam.pieces, beam.end, input, `splitter ${splitter.id}`)];
    return { ...beam, stages: [...beam.stages, ...feeder, { kind: 'splitter', splitter }], pieces: [], splitter: splitter.id };
  }

  /** A fibre from where the light is to a terminal. */
  #lineTo(beam: Beam, terminal: Terminal, lower: FibreEnd, serves: string): Stage {
    const pieces = [...beam.pieces, { tier: 'distribution' as const, from: beam.node, to: terminal.node }];
    return this.#addLine(pieces, beam.end, lower, serves);
  }

  #addLine(pieces: LightLine['pieces'], upper: FibreEnd, lower: FibreEnd, serves: string): Stage {
    this.#lines.push({ pieces, upper, lower, serves });
    return { kind: 'line', line: this.#lines.length - 1 };
  }

  /** Serves a terminal that divides its light itself; what its coupler passes on, null at the end of the line. */
  #pass(beam: Beam, terminal: Terminal, cabinet: Cabinet, facility: NetworkFacility): Beam | null {
    const stands = { cabinet, terminal };
    const own: Splitter | null =
      terminal.split < 2
        ? null
        : { id: `${terminal.id}/S`, kind: 'splitter', outputs: terminal.split, tapPercent: null, ...stands };
    const { tapPercent } = terminal;
    const coupler: Splitter | null =
      tapPercent === null ? null : { id: `${terminal.id}/K`, kind: 'coupler', outputs: 2, tapPercent, ...stands };
    const lower: FibreEnd =
      coupler !== null
        ? { kind: 'coupler-input', port: coupler.id }
        : own !== null
          ? { kind: 'splitter-input', port: own.id }
          : { kind: 'terminal-port', port: `${terminal.id} port 1` };
    const line = this.#lineTo(beam, terminal, lower, `terminal ${terminal.id}`);
    const arrived = [...beam.stages, line];
    const local: Stage[] = [...arrived];
    if (coupler !== null) {
      this.#splitters.push(coupler);
      local.push({ kind: 'coupler', splitter: coupler, way: 'tap' });
    }
    if (own !== null) {
      this.#splitters.push(own);
      local.push({ kind: 'splitter', splitter: own });
    }
    const first = beam.splitter === '' ? (own?.id ?? coupler?.id ?? '') : beam.splitter;
    (this.#dropsOf.get(terminal.id) ?? []).forEach((drop, i) => {
      const port = beam.splitter === '' ? i + 1 : beam.port;
      this.#serve(drop, i, terminal, cabinet, facility, { ...beam, splitter: first, port }, local);
    });
    if (coupler === null) return null;
    return {
      ...beam,
      stages: [...arrived, { kind: 'coupler', splitter: coupler, way: 'through' }],
      end: { kind: 'coupler-output', port: coupler.id },
      pieces: [],
      node: terminal.node,
    };
  }

  #serve(
    drop: Drop,
    index: number,
    terminal: Terminal,
    cabinet: Cabinet,
    facility: NetworkFacility,
    { feed, splitter, port }: Beam,
    stages: readonly Stage[],
  ): void {
    this.#premises.push({ drop, terminal, terminalPort: index + 1, cabinet, facility, feed, splitter, port, stages });
  }
}

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** Finds the first facility at a node or above it. */
function facilityFinder(network: FibreParts): (node: string) => NetworkFacility | undefined {
  const above = new Map(network.stretches.map(({ from, to }) => [to, from]));
  const at = new Map(network.facilities.map((facility) => [facility.node, facility]));
  return (start) => {
    let node: string | undefined = start;
    for (let steps = 0; node !== undefined && steps <= above.size; steps++) {
      const facility = at.get(node);
      if (facility !== undefined) return facility;
      node = above.get(node);
    }
    return undefined;
  };
}
