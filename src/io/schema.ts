import * as v from 'valibot';
import { AppError } from '../base/app-error.ts';
import type { CostBook } from '../base/cost-book.ts';
import type { Equipment } from '../base/equipment.ts';
import type { Display } from '../plan/display.ts';
import { FIELD_CLASSES, type FieldClasses } from '../plan/field-classes.ts';
import type { IgnoredIssue } from '../plan/rules/issue.ts';
import { SETTINGS, type Settings } from '../plan/settings.ts';
import type { FiberNetwork } from '../plan/network.ts';

const finite = v.pipe(v.number(), v.finite());
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const position = v.tuple([finite, finite]);

const source = v.object({ name: v.string(), sha256: v.exactOptional(sha256), licence: v.exactOptional(v.string()) });

const grid = {
  width: v.pipe(whole, v.minValue(1)),
  height: v.pipe(whole, v.minValue(1)),
  toModel: v.tuple([finite, finite, finite, finite, finite, finite]),
  crs: v.string(),
  verticalDatum: v.nullable(v.string()),
  errorM: v.nullable(finite),
};

const manifest = v.looseObject({
  format: v.literal('weft-project'),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  programVersion: v.string(),
  name: v.string(),
  settings: v.record(v.string(), v.unknown()),
  layers: v.array(v.object({ name: v.string(), count: whole, sha256, sources: v.array(source) })),
  rasters: v.array(
    v.object({
      name: v.string(),
      sources: v.array(source),
      grids: v.array(v.object({ file: v.string(), sha256, ...grid })),
    }),
  ),
  costBookSha256: sha256,
  fiberSha256: v.nullable(sha256),
  display: v.exactOptional(v.unknown()),
  fieldClasses: v.exactOptional(v.unknown()),
  equipment: v.exactOptional(v.unknown()),
  ignored: v.exactOptional(v.unknown()),
});

/** The first entry of a project file: what else is in it, and what it must be. */
export type Manifest = v.InferOutput<typeof manifest>;

/** Names of the manifest's own fields; all others are kept for the program that wrote them. */
export const MANIFEST_FIELDS: readonly string[] = Object.keys(manifest.entries);

const changeHeader = v.object({
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  note: v.string(),
  name: v.exactOptional(v.string()),
  features: v.exactOptional(v.array(v.object({ layer: v.string(), id: v.string(), feature: v.unknown() }))),
  layers: v.exactOptional(
    v.array(v.object({ name: v.string(), layer: v.nullable(v.object({ bytes: whole, sources: v.array(source) })) })),
  ),
  rasters: v.exactOptional(
    v.array(
      v.object({
        name: v.string(),
        raster: v.nullable(v.object({ sources: v.array(source), grids: v.array(v.object({ bytes: whole, ...grid })) })),
      }),
    ),
  ),
  settings: v.exactOptional(v.unknown()),
  costBook: v.exactOptional(v.unknown()),
  fiber: v.exactOptional(v.unknown()),
  display: v.exactOptional(v.unknown()),
  fieldClasses: v.exactOptional(v.unknown()),
  equipment: v.exactOptional(v.unknown()),
  ignored: v.exactOptional(v.unknown()),
});

/** A change as it is stored, without the bytes of its layers and rasters. */
export type ChangeHeader = v.InferOutput<typeof changeHeader>;

const display = v.looseObject({
  order: v.array(v.string()),
  groups: v.record(
    v.string(),
    v.looseObject({
      hidden: v.exactOptional(v.boolean()),
      opacity: v.exactOptional(v.pipe(finite, v.minValue(0), v.maxValue(1))),
      title: v.exactOptional(v.string()),
    }),
  ),
});

const fieldClasses = v.record(v.string(), v.record(v.string(), v.picklist(FIELD_CLASSES)));
const ignored = v.array(v.looseObject({ code: v.string(), part: v.string(), ids: v.array(v.string()), note: v.string() }));

const positive = v.pipe(finite, v.minValue(0));
const cut = v.looseObject({ angleDeg: v.array(finite), lossDb: v.array(positive) });
const equipment = v.array(
  v.looseObject({
    id: v.string(),
    name: v.string(),
    shape: v.picklist(['dish', 'sector', 'omni']),
    frequencyMinGhz: positive,
    frequencyMaxGhz: positive,
    channelMhz: positive,
    powerDbm: finite,
    gainDbi: finite,
    azimuthBeamwidthDeg: positive,
    elevationBeamwidthDeg: positive,
    cuts: v.exactOptional(v.looseObject({ azimuth: cut, elevation: cut })),
    rates: v.array(
      v.looseObject({
        modulation: v.string(),
        sensitivityDbm: finite,
        rateMbps: v.nullable(finite),
        throughputMbps: v.nullable(finite),
        powerDbm: v.nullable(finite),
      }),
    ),
    forwardingLimitMbps: v.nullable(finite),
    isGeneric: v.boolean(),
    source: v.string(),
  }),
);

const price = v.pipe(finite, v.minValue(0));
const costBook = v.looseObject({
  name: v.string(),
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
  kind: v.picklist(['all-in', 'construction-units']),
  items: v.array(
    v.looseObject({
      id: v.pipe(v.string(), v.minLength(1)),
      description: v.string(),
      unit: v.picklist(['ft', 'm', 'mile', 'km', 'each']),
      low: price,
      likely: price,
      high: price,
      labour: v.exactOptional(price),
      includes: v.string(),
      source: v.string(),
      year: v.pipe(v.number(), v.integer()),
      weak: v.boolean(),
    }),
  ),
});

const part = {
  id: v.string(),
  neighbourhoodId: v.nullable(v.string()),
  items: v.array(v.looseObject({ item: v.string(), quantity: finite, priceFactor: v.exactOptional(finite) })),
};
const carried = v.picklist(['aerial', 'underground']);
const path = v.array(position);

/** Parts may carry more than this version knows: it is kept. */
const network = v.looseObject({
  inputsHash: v.string(),
  // Designs of older versions have neither.
  ground: v.optional(v.nullable(v.record(v.string(), v.string())), null),
  reuse: v.optional(
    v.nullable(
      v.looseObject({
        squaresChanged: finite,
        squares: finite,
        searched: v.picklist(['nothing', 'around', 'all']),
        routeM: finite,
        keptM: finite,
      }),
    ),
    null,
  ),
  effort: finite,
  seed: finite,
  stretches: v.array(
    v.looseObject({
      ...part,
      kind: v.picklist(['aerial', 'underground', 'in-service']),
      inService: v.exactOptional(
        v.looseObject({
          cable: v.string(),
          name: v.string(),
          spareFibres: finite,
          firstSpare: v.nullable(finite),
          fromM: finite,
          toM: finite,
          fibreM: finite,
        }),
      ),
      support: v.nullable(v.picklist(['own-poles', 'rented-poles', 'new-poles'])),
      method: v.nullable(v.string()),
      from: v.string(),
      to: v.string(),
      path,
      lengthM: finite,
      cableLengthM: finite,
      fibres: finite,
      cables: v.array(finite),
      slackLoops: v.optional(finite, 0),
      feederFibres: v.optional(finite, 0),
      feederCables: v.optional(finite, 0),
      premisesServed: finite,
      along: v.string(),
      source: v.nullable(
        v.looseObject({ layer: v.picklist(['rights-of-way', 'spans', 'poles', 'existing-network']), id: v.string() }),
      ),
      because: v.optional(v.array(v.string()), []),
    }),
  ),
  poles: v.array(
    v.looseObject({
      ...part,
      poleId: v.nullable(v.string()),
      position,
      owner: v.nullable(v.string()),
      heightM: v.nullable(finite),
      poleClass: v.nullable(v.string()),
      zone: v.optional(v.nullable(v.string()), null),
      group: v.optional(v.string(), ''),
      circuit: v.nullable(v.string()),
      makeReady: v.picklist(['surveyed', 'assumed', 'none']),
      surveyedCostCents: v.nullable(finite),
    }),
  ),
  terminals: v.array(
    v.looseObject({
      ...part,
      position,
      node: v.string(),
      poleId: v.nullable(v.string()),
      ports: finite,
      used: finite,
      cabinetId: v.optional(v.string(), ''),
      split: v.optional(finite, 1),
      tapPercent: v.optional(v.nullable(finite), null),
      fedBy: v.optional(v.nullable(v.string()), null),
    }),
  ),
  cabinets: v.array(
    v.looseObject({
      ...part,
      position,
      node: v.string(),
      inFacility: v.boolean(),
      premises: finite,
      splitting: v.optional(v.picklist(['central', 'cascade', 'taps']), 'central'),
      splitRatio: v.optional(finite, 32),
      splitters: finite,
      oltPorts: v.optional(finite, 0),
      opticsClass: v.optional(v.string(), 'xgs-n1'),
      feederFibres: finite,
    }),
  ),
  // Designs of older versions have none.
  closures: v.optional(
    v.array(
      v.looseObject({
        ...part,
        position,
        node: v.string(),
        poleId: v.nullable(v.string()),
        cables: finite,
        splices: finite,
      }),
    ),
    [],
  ),
  // Designs of older versions have none.
  handholes: v.optional(
    v.array(
      v.looseObject({
        ...part,
        position,
        node: v.string(),
        stretchId: v.string(),
        closureId: v.nullable(v.string()),
      }),
    ),
    [],
  ),
  drops: v.array(
    v.looseObject({
      ...part,
      premisesId: v.string(),
      units: finite,
      fibres: v.optional(finite, 1),
      terminalId: v.string(),
      kind: carried,
      path,
      lengthM: finite,
      long: v.boolean(),
    }),
  ),
  crossings: v.array(
    v.looseObject({
      ...part,
      kind: v.picklist(['rail', 'water', 'stream', 'highway']),
      barrierId: v.string(),
      name: v.nullable(v.string()),
      position,
      stretchId: v.string(),
      manner: v.picklist(['aerial', 'bore', 'bridge']),
      permit: v.string(),
    }),
  ),
  risers: v.array(v.looseObject({ ...part, position, node: v.string() })),
  facilities: v.array(
    v.looseObject({
      ...part,
      facilityId: v.string(),
      isNew: v.boolean(),
      name: v.string(),
      node: v.string(),
      position,
      premises: finite,
    }),
  ),
  sharedCosts: v.array(v.looseObject({ ...part, reason: v.string() })),
  notReached: v.array(
    v.looseObject({
      id: v.string(),
      cause: v.picklist(['too-far', 'nothing-near', 'barred', 'not-joined']),
      nearestM: v.nullable(finite),
      dropLimitM: finite,
    }),
  ),
  // Designs of older versions have none.
  islands: v.optional(
    v.array(
      v.looseObject({
        id: v.string(),
        premises: v.array(v.string()),
        join: v.nullable(
          v.looseObject({
            path: v.tuple([position, position]),
            lengthM: finite,
            method: v.string(),
            crosses: v.array(v.string()),
            costCents: finite,
            approachCents: finite,
            to: v.nullable(v.string()),
            between: v.tuple([v.string(), v.string()]),
          }),
        ),
      }),
    ),
    [],
  ),
  assumptions: v.array(v.string()),
  routeCostCents: finite,
  routeLowerBoundCents: finite,
  shorterPathsCents: v.exactOptional(finite),
  beyondLimit: v.exactOptional(v.array(v.looseObject({ id: v.string(), fibreM: finite, shortestM: v.nullable(finite) }))),
});

/** A manifest as a file has it. @throws AppError project/damaged naming the field */
export function parseManifest(value: unknown, file: string): Manifest {
  return checked(manifest, value, file, 'manifest.json');
}

/** What a stored change says before its bytes. @throws AppError project/damaged naming the field */
export function parseChangeHeader(value: unknown, file: string): ChangeHeader {
  return checked(changeHeader, value, file, 'change');
}

/** A cost book as a project has it. @throws AppError project/damaged */
export function parseCostBook(value: unknown, file: string): CostBook {
  return checked(costBook, value, file, 'cost-book.json');
}

/** How a project is shown. @throws AppError project/damaged */
export function parseDisplay(value: unknown, file: string): Display {
  return checked(display, value, file, 'display');
}

/** Who may see which field. @throws AppError project/damaged */
export function parseFieldClasses(value: unknown, file: string): FieldClasses {
  return checked(fieldClasses, value, file, 'fieldClasses');
}

/** Radios of a project's own. @throws AppError project/damaged */
export function parseEquipment(value: unknown, file: string): readonly Equipment[] {
  return checked(equipment, value, file, 'equipment');
}

/** What is ignored of the checks. @throws AppError project/damaged */
export function parseIgnored(value: unknown, file: string): readonly IgnoredIssue[] {
  return checked(ignored, value, file, 'ignored');
}

/** A designed network as a project has it. @throws AppError project/damaged */
export function parseNetwork(value: unknown, file: string): FiberNetwork {
  return checked(network, value, file, 'networks/fiber.json');
}

/** Settings: each within its range, those that are missing by default, those that this version does not know kept. */
export function parseSettings(value: unknown, file: string): Settings {
  const entries = Object.fromEntries(
    Object.entries(SETTINGS).map(([name, { default: usual, min = -Infinity, max = Infinity, values }]) => {
      if (typeof usual === 'number') return [name, v.optional(v.pipe(v.number(), v.minValue(min), v.maxValue(max)), usual)];
      if (typeof usual === 'boolean') return [name, v.optional(v.boolean(), usual)];
      return [name, v.optional(values ? v.picklist(values) : v.string(), usual)];
    }),
  );
  return checked(v.looseObject(entries), value, file, 'settings') as unknown as Settings; // entries are made from SETTINGS, which has every name
}

function checked<S extends v.GenericSchema>(schema: S, value: unknown, file: string, inside: string): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const where = v.getDotPath(issue);
  throw new AppError('project/damaged', {
    what: `The project file is damaged or not one of Weft's: ${issue.message}.`,
    where: [file, inside, where].filter(Boolean).join(', '),
    remedy: 'Open an older copy of it; nothing was changed.',
  });
}
