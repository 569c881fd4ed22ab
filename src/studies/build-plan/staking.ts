import { compareText } from '../../base/compare.ts';
import { placeKey } from '../../fiber/way-network.ts';
import { shortDistanceM } from '../../geo/geodesy.ts';
import { pointAlong } from '../../geo/polyline.ts';
import type { LngLat } from '../../geo/position.ts';
import type { Drop, FiberNetwork, ItemQuantity, Stretch } from '../../plan/network.ts';
import type { FibrePlan } from '../fiber/fibre-plan.ts';

/** What stands at a place, in the order in which it is printed. */
export interface StakedThing {
  readonly kind: 'facility' | 'pole' | 'new-pole' | 'cabinet' | 'terminal' | 'closure' | 'handhole' | 'riser' | 'crossing';
  readonly id: string;
  /** Ports in use and all, make-ready, manner of crossing: what a crew has to know of it. */
  readonly detail: string;
  readonly items: readonly ItemQuantity[];
  readonly surveyedCents: number | null;
}

/** The way from the place before to this one: one piece of strand or trench. */
export interface StakedSpan {
  readonly stretch: Stretch;
  readonly path: readonly LngLat[];
  readonly lengthM: number;
  readonly items: readonly ItemQuantity[];
  /** Cables in it with their fibre counts; of a cable in service the fibres that are ours. */
  readonly cables: readonly { readonly id: string; readonly fibres: number }[];
  readonly slackLoops: number;
}

/** A place where something is built, with the span that leads to it; a line of work begins with one that has no span. */
export interface Station {
  /** What is printed for it: the pole's number, the facility, cabinet, terminal or closure, else a letter and number. */
  readonly label: string;
  readonly position: LngLat;
  readonly span: StakedSpan | null;
  readonly things: readonly StakedThing[];
  /** Premises that get their drops here, by terminal, and how many of its ports are for premises of other neighbourhoods. */
  readonly drops: readonly StakedDrops[];
}

interface StakedDrops {
  readonly terminalId: string;
  readonly premises: readonly string[];
  readonly portsBeyond: number;
}

/** A run of work without a branch, from the end nearer to the facility on. */
export type StakedLine = readonly Station[];

/**
 * A neighbourhood's network as a crew walks it: from each branch the larger part goes on, the others are lines of their own that begin there.
 * Every part of the network stands at one station or span, with its units: those of all stations are the quantities of the bill
 * (but for engineering and facilities, which are shared, and connections).
 */
export function stakedLines(own: FiberNetwork, numbers: ReadonlyMap<string, string>, fibres: FibrePlan): StakedLine[] {
  return new Staking(own, numbers, fibres).lines();
}

class Staking {
  readonly #own: FiberNetwork;
  readonly #numbers: ReadonlyMap<string, string>;
  readonly #below = new Map<string, Stretch[]>();
  readonly #cablesIn = new Map<string, { id: string; fibres: number }[]>();
  /** Things by node, where they know theirs, else by place. */
  readonly #things = new Map<string, StakedThing[]>();
  readonly #placed = new Set<string>();
  readonly #newPoles: LngLat[] = [];
  readonly #dropsAt = new Map<string, StakedDrops[]>();
  #joints = 0;

  constructor(own: FiberNetwork, numbers: ReadonlyMap<string, string>, fibres: FibrePlan) {
    this.#own = own;
    this.#numbers = numbers;
    for (const stretch of own.stretches) push(this.#below, stretch.from, stretch);
    for (const { id, fibres: count, sections } of fibres.cables)
      for (const { stretch } of sections) push(this.#cablesIn, stretch.id, { id, fibres: count });
    for (const { name, sections } of fibres.lent)
      for (const { stretch } of sections) push(this.#cablesIn, stretch.id, { id: name, fibres: stretch.fibres });
    this.#collect();
  }

  lines(): StakedLine[] {
    const ends = new Set(this.#own.stretches.map(({ to }) => to));
    const starts = [...this.#below.keys()].filter((node) => !ends.has(node));
    const lines: Station[][] = [];
    for (const start of starts) this.#follow(start, lines);
    const lone = this.#loneStations();
    return lone.length === 0 ? lines : [...lines, ...lone.map((station) => [station])];
  }

  /** One line from a node, then the lines that leave it, the first to leave first. */
  #follow(start: string, lines: Station[][]): void {
    const stack = [{ node: start, first: this.#largest(start) }];
    const started = new Set<string>();
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const head = at.first;
      if (head === undefined) continue;
      const line: Station[] = [this.#station(at.node, head.path[0] ?? [NaN, NaN], null)];
      const later: typeof stack = [];
      for (let stretch: Stretch | undefined = head; stretch !== undefined;) {
        started.add(stretch.id);
        for (const other of this.#below.get(stretch.from) ?? [])
          if (!started.has(other.id)) later.push({ node: stretch.from, first: other });
        line.push(...this.#along(stretch));
        stretch = this.#largest(stretch.to);
      }
      lines.push(line);
      for (const one of later.reverse()) if (one.first !== undefined && !started.has(one.first.id)) stack.push(one);
      for (const { first } of later) if (first !== undefined) started.add(first.id);
    }
  }

  #largest(node: string): Stretch | undefined {
    return [...(this.#below.get(node) ?? [])].sort((a, b) => b.premisesServed - a.premisesServed || compareText(a.id, b.id))[0];
  }

  /** The stations of a stretch: its lower end, and the new poles on the way. */
  #along(stretch: Stretch): Station[] {
    const { path, lengthM } = stretch;
    const inside = this.#own.handholes.filter(({ node, stretchId }) => node === '' && stretchId === stretch.id);
    const stops = placesOn(path, stretch.support === 'new-poles' ? this.#newPoles : inside.map(({ position }) => position));
    const cuts = [...stops, { atM: lengthM, position: path.at(-1) ?? ([NaN, NaN] as const) }];
    let startM = 0;
    let leftMm = Math.round(lengthM * 1000);
    return cuts.map(({ atM, position }, i) => {
      const piece = between(path, startM, atM);
      const last = i === cuts.length - 1;
      const mm = last ? leftMm : Math.min(leftMm, Math.round((atM - startM) * 1000));
      leftMm -= mm;
      startM = atM;
      const span: StakedSpan = {
        stretch,
        path: piece,
        lengthM: mm / 1000,
        items: stretch.items.map((one) => ({ ...one, quantity: mm / 1000 })),
        cables: this.#cablesIn.get(stretch.id) ?? [],
        slackLoops: last ? stretch.slackLoops : 0,
      };
      const station = this.#station(last ? stretch.to : '', position, span);
      const crossings = last ? this.#own.crossings.filter(({ stretchId }) => stretchId === stretch.id) : [];
      const crossed = crossings.map(({ id, kind, name, manner, items }): StakedThing => ({
        kind: 'crossing',
        id,
        detail: `${kind}${name === null ? '' : ` ${name}`}, ${manner}`,
        items,
        surveyedCents: null,
      }));
      return { ...station, things: [...station.things, ...crossed] };
    });
  }

  /** A station with all that stands there and was not listed before. */
  #station(node: string, position: LngLat, span: StakedSpan | null): Station {
    const keys = new Set(node === '' ? [placeKey(position)] : [node, placeKey(position)]);
    const here = [...keys].flatMap((key) => this.#things.get(key) ?? []);
    const things = here.filter(({ kind, id }) => !this.#placed.has(`${kind}/${id}`));
    for (const { kind, id } of things) this.#placed.add(`${kind}/${id}`);
    const isNew = new Set(things.map(({ id }) => id));
    const drops = (this.#dropsAt.get(node) ?? []).filter(({ terminalId }) => isNew.has(terminalId));
    return { label: this.#labelOf(node, position, here), position, span, things, drops };
  }

  #labelOf(node: string, position: LngLat, here: readonly StakedThing[]): string {
    if (node.startsWith('pole:')) return this.#numbers.get(node.slice('pole:'.length)) ?? node.slice('pole:'.length);
    const first = ['new-pole', 'facility', 'cabinet', 'terminal', 'closure', 'handhole', 'pole'].flatMap(
      (kind) => here.find((thing) => thing.kind === kind) ?? [],
    )[0];
    if (first !== undefined) return first.id;
    const known = this.#joint.get(node === '' ? placeKey(position) : node);
    if (known !== undefined) return known;
    const label = `J${++this.#joints}`;
    this.#joint.set(node === '' ? placeKey(position) : node, label);
    return label;
  }
  readonly #joint = new Map<string, string>();

  /** What stands at no end of a stretch: poles that only drops hang on, parts whose route lies in another neighbourhood. */
  #loneStations(): Station[] {
    return [...this.#things].flatMap(([key, things]) => {
      const left = things.filter(({ kind, id }) => !this.#placed.has(`${kind}/${id}`));
      if (left.length === 0) return [];
      const position = this.#placeOf.get(`${left[0]?.kind ?? ''}/${left[0]?.id ?? ''}`) ?? [NaN, NaN];
      return [this.#station(key, position, null)];
    });
  }
  readonly #placeOf = new Map<string, LngLat>();

  #collect(): void {
    const { poles, terminals, cabinets, closures, handholes, risers, facilities, drops } = this.#own;
    const dropsOf = new Map<string, Drop[]>();
    for (const drop of drops) push(dropsOf, drop.terminalId, drop);
    const put = (
      key: string,
      position: LngLat,
      thing: Omit<StakedThing, 'surveyedCents'> & { surveyedCents?: number | null },
    ): void => {
      push(this.#things, key, { surveyedCents: null, ...thing });
      this.#placeOf.set(`${thing.kind}/${thing.id}`, position);
    };
    for (const { node, name, position, items } of facilities)
      put(node, position, { kind: 'facility', id: name, detail: '', items });
    for (const pole of poles) {
      const isNew = pole.poleId === null;
      if (isNew) this.#newPoles.push(pole.position);
      const state = pole.makeReady === 'none' ? '' : `make-ready ${pole.makeReady}`;
      put(isNew ? placeKey(pole.position) : `pole:${pole.poleId}`, pole.position, {
        kind: isNew ? 'new-pole' : 'pole',
        id: this.#numbers.get(pole.id) ?? pole.id,
        detail: [pole.owner, state].filter(Boolean).join(', '),
        items: pole.items,
        surveyedCents: pole.surveyedCostCents,
      });
    }
    for (const { id, node, position, splitters, splitRatio, inFacility, items } of cabinets)
      put(node, position, {
        kind: 'cabinet',
        id,
        detail: `${inFacility ? 'in the facility, ' : ''}${splitters === 0 ? 'no splitters' : `${splitters} × 1:${splitRatio}`}`,
        items,
      });
    for (const { id, node, position, used, ports, split, tapPercent, items } of terminals) {
      const divides = [split > 1 ? `1:${split}` : '', tapPercent === null ? '' : `tap ${tapPercent} %`].filter(Boolean);
      put(node, position, { kind: 'terminal', id, detail: [`${used}/${ports} ports`, ...divides].join(', '), items });
      const here = dropsOf.get(id) ?? [];
      const portsBeyond = used - here.reduce((sum, { fibres }) => sum + fibres, 0);
      push(this.#dropsAt, node, { terminalId: id, premises: here.map(({ premisesId }) => premisesId), portsBeyond });
    }
    for (const { id, node, position, cables, splices, items } of closures)
      put(node, position, {
        kind: 'closure',
        id,
        detail: `${cables} ${cables === 1 ? 'cable' : 'cables'}, ${splices} ${splices === 1 ? 'splice' : 'splices'}`,
        items,
      });
    for (const { id, node, position, closureId, items } of handholes)
      put(node === '' ? placeKey(position) : node, position, {
        kind: 'handhole',
        id,
        detail: closureId === null ? 'cable led through' : `for ${closureId}`,
        items,
      });
    for (const { id, node, position, items } of risers) put(node, position, { kind: 'riser', id, detail: '', items });
  }
}

/** Places on a path, but for those at its ends, with their distance along it. */
function placesOn(path: readonly LngLat[], places: readonly LngLat[]): { atM: number; position: LngLat }[] {
  const ends = new Set([path[0], path.at(-1)].map((end) => (end === undefined ? '' : placeKey(end))));
  return places
    .flatMap((position) => {
      const atM = ends.has(placeKey(position)) ? null : distanceAlong(path, position);
      return atM === null ? [] : [{ atM, position }];
    })
    .sort((a, b) => a.atM - b.atM);
}

/** The part of a path between two distances from its start. */
function between(path: readonly LngLat[], fromM: number, toM: number): LngLat[] {
  const inner: LngLat[] = [];
  let atM = 0;
  path.forEach((position, i) => {
    const before = path[i - 1];
    if (before !== undefined) atM += shortDistanceM(before, position);
    if (atM > fromM + 1e-3 && atM < toM - 1e-3) inner.push(position);
  });
  return [pointAlong(path, fromM), ...inner, pointAlong(path, toM)];
}

/** How far along a path a place lies that is on it, to some centimetres; null where it is beside it. */
function distanceAlong(path: readonly LngLat[], position: LngLat): number | null {
  let atM = 0;
  for (let i = 1; i < path.length; i++) {
    const [a, b] = [path[i - 1] as LngLat, path[i] as LngLat]; // indices lie inside
    const [whole, first, second] = [shortDistanceM(a, b), shortDistanceM(a, position), shortDistanceM(position, b)];
    // A detour of d to a place beside a piece of length l is some 2·d²/l: centimetres beside it count as on it.
    if (first + second - whole < 1e-3 && first > 0.05) return atM + first;
    atM += whole;
  }
  return null;
}

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
