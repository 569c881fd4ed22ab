import { lightPalette } from '../../base/palette.ts';
import type { KmlDocument, KmlFolder, KmlStyle } from '../../io/write/kml.ts';
import type { Geometry } from '../../geo/geometry.ts';
import type { Feature, FieldValue } from '../../plan/feature-table.ts';
import type { FiberNetwork } from '../../plan/network.ts';

import type { SplitterRow } from './splitter-rows.ts';

type Fields = Record<string, FieldValue | null | undefined>;

/** What the features of some parts say beside the parts themselves. */
interface FeatureContext {
  readonly nameOf: (neighbourhoodId: string | null) => string;
  readonly poleNumbers: ReadonlyMap<string, string>;
  /** The whole network: a drop's terminal may lie across a boundary. */
  readonly whole: FiberNetwork;
  /** What divides light in these parts. */
  readonly splitters: readonly SplitterRow[];
  /** Whether what a survey found of a single pole is left out. */
  readonly hidesSurvey?: boolean;
}

/**
 * Every part of a network as a feature. Stretches name the nodes at their ends, terminals, cabinets, facilities and risers the
 * node that they stand at, drops their premises and the node of their terminal: whoever reads the file can walk from
 * every premises to its facility.
 */
export function networkFeatures(network: FiberNetwork, context: FeatureContext): Feature[] {
  const nodeOf = new Map(context.whole.terminals.map(({ id, node }) => [id, node]));
  const make = (
    kind: string,
    part: { id: string; neighbourhoodId: string | null },
    geometry: Geometry,
    fields: Fields,
  ): Feature => ({
    id: `${kind}:${part.id}`,
    geometry,
    fields: present({ kind, id: part.id, neighbourhood: context.nameOf(part.neighbourhoodId), ...fields }),
  });
  const point = (coordinates: readonly [number, number]): Geometry => ({ type: 'Point', coordinates });
  const line = (coordinates: readonly (readonly [number, number])[]): Geometry => ({ type: 'LineString', coordinates });
  return [
    ...network.stretches.map((s) =>
      make('stretch', s, line(s.path), {
        construction: s.kind,
        support: s.support,
        method: s.method,
        from: s.from,
        to: s.to,
        lengthM: s.lengthM,
        cableLengthM: s.cableLengthM,
        inService: s.inService?.name,
        slackLoops: s.slackLoops,
        fibres: s.fibres,
        cables: s.cables.join(' '),
        feederFibres: s.feederFibres,
        feederCables: s.cables.slice(0, s.feederCables).join(' '),
        premisesServed: s.premisesServed,
        along: s.along,
        sourceLayer: s.source?.layer,
        sourceId: s.source?.id,
      }),
    ),
    ...network.drops.map((d) =>
      make('drop', d, line(d.path), {
        construction: d.kind,
        premisesId: d.premisesId,
        units: d.units,
        fibres: d.fibres,
        terminalId: d.terminalId,
        node: nodeOf.get(d.terminalId),
        lengthM: d.lengthM,
        long: d.long,
      }),
    ),
    ...network.poles.map((p) =>
      make('pole', p, point(p.position), {
        number: context.poleNumbers.get(p.id),
        poleId: p.poleId,
        new: p.poleId === null,
        owner: p.owner,
        heightM: p.heightM,
        class: p.poleClass,
        circuit: p.circuit,
        makeReady: p.makeReady,
        surveyedCost: p.surveyedCostCents === null || context.hidesSurvey === true ? null : p.surveyedCostCents / 100,
      }),
    ),
    ...network.terminals.map((t) =>
      make('terminal', t, point(t.position), {
        node: t.node,
        poleId: t.poleId,
        ports: t.ports,
        used: t.used,
        cabinetId: t.cabinetId,
        splitter: t.split > 1 ? `1:${t.split}` : null,
        tapPercent: t.tapPercent,
        fedBy: t.fedBy,
      }),
    ),
    ...network.cabinets.map((c) =>
      make('cabinet', c, point(c.position), {
        node: c.node,
        inFacility: c.inFacility,
        premises: c.premises,
        splitting: c.splitting,
        splitters: c.splitters,
        splitRatio: c.splitRatio > 1 ? `1:${c.splitRatio}` : null,
        oltPorts: c.oltPorts,
        opticsClass: c.opticsClass,
        feederFibres: c.feederFibres,
      }),
    ),
    ...network.closures.map((c) =>
      make('closure', c, point(c.position), { node: c.node, poleId: c.poleId, cables: c.cables, splices: c.splices }),
    ),
    ...network.handholes.map((h) =>
      make('handhole', h, point(h.position), { node: h.node, stretchId: h.stretchId, closureId: h.closureId }),
    ),
    ...context.splitters.map((s) =>
      make('splitter', s, point(s.position), {
        divides: s.kind === 'coupler' ? `${s.tapPercent ?? 0}/${100 - (s.tapPercent ?? 0)}` : `1:${s.outputs}`,
        device: s.kind,
        place: s.closure,
        cabinetId: s.cabinet.id,
        terminalId: s.terminal?.id,
        input: s.input,
        outputs: s.taken.join('; '),
        premises: s.premises,
      }),
    ),
    ...network.crossings.map((c) =>
      make('crossing', c, point(c.position), {
        crosses: c.kind,
        barrierId: c.barrierId,
        name: c.name,
        stretchId: c.stretchId,
        manner: c.manner,
        permit: c.permit,
      }),
    ),
    ...network.risers.map((r) => make('riser', r, point(r.position), { node: r.node })),
    ...network.facilities.map((f) =>
      make('facility', f, point(f.position), { facilityId: f.facilityId, name: f.name, node: f.node, premises: f.premises }),
    ),
  ];
}

function present(fields: Fields): Record<string, FieldValue> {
  const entries = Object.entries(fields).filter(
    (entry): entry is [string, FieldValue] => entry[1] !== null && entry[1] !== undefined && entry[1] !== '',
  );
  return Object.fromEntries(entries);
}

const KML_STYLES: readonly KmlStyle[] = [
  { id: 'aerial', color: lightPalette.aerial, widthPx: 3 },
  { id: 'underground', color: lightPalette.underground, widthPx: 3 },
  { id: 'in-service', color: lightPalette.existing, widthPx: 3 },
  { id: 'drop', color: lightPalette.drop, widthPx: 1 },
  { id: 'pole', color: lightPalette.pole, iconScale: 0.5 },
  { id: 'terminal', color: lightPalette.aerial, iconScale: 0.6 },
  { id: 'place', color: lightPalette.facility, iconScale: 1 },
  { id: 'crossing', color: lightPalette.crossing, iconScale: 0.8 },
  { id: 'link-clear', color: lightPalette.clear, widthPx: 2 },
  { id: 'link-marginal', color: lightPalette.marginal, widthPx: 2 },
  { id: 'link-blocked', color: lightPalette.blocked, widthPx: 2 },
  { id: 'link-unknown', color: lightPalette.inkSoft, widthPx: 2 },
];

const KML_FOLDERS: readonly { readonly title: string; readonly kind: string; readonly style: (feature: Feature) => string }[] = [
  { title: 'Route', kind: 'stretch', style: ({ fields }) => String(fields['construction']) },
  { title: 'Drops', kind: 'drop', style: () => 'drop' },
  { title: 'Poles', kind: 'pole', style: () => 'pole' },
  { title: 'Terminals', kind: 'terminal', style: () => 'terminal' },
  { title: 'Cabinets', kind: 'cabinet', style: () => 'place' },
  { title: 'Closures', kind: 'closure', style: () => 'terminal' },
  { title: 'Splitters', kind: 'splitter', style: () => 'terminal' },
  { title: 'Crossings', kind: 'crossing', style: () => 'crossing' },
  { title: 'Risers', kind: 'riser', style: () => 'terminal' },
  { title: 'Facilities', kind: 'facility', style: () => 'place' },
  { title: 'Radio links', kind: 'link', style: ({ fields }) => `link-${String(fields['verdict'])}` },
];

/** The features as a KML document: a folder for each kind of part that there is. */
export function networkKml(name: string, features: readonly Feature[]): KmlDocument {
  const folders = KML_FOLDERS.map(({ title, kind, style }): KmlFolder => ({
    name: title,
    features: features.filter((feature) => feature.fields['kind'] === kind),
    styleOf: style,
    nameOf: ({ id, fields }) => String(fields['name'] ?? fields['number'] ?? fields['along'] ?? fields['premisesId'] ?? id),
  }));
  return { name, styles: KML_STYLES, folders: folders.filter(({ features: own }) => own.length > 0) };
}
