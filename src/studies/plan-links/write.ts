import type { Table } from '../../io/write/table.ts';
import type { Feature, FieldValue } from '../../plan/feature-table.ts';
import type { JudgedLink } from './judge.ts';

const DECIMALS: Readonly<Record<string, number>> = { deg: 1, m: 2, dbm: 1, db: 1, fraction: 3 };

/** What is said of a link, by column; undefined where it is not known. Lengths in metres, degrees from true north. */
function cellsOf({ link, finding, reason }: JudgedLink): Readonly<Record<string, FieldValue | undefined>> {
  const { a, b } = link;
  return {
    id: link.id,
    a: a.name,
    b: b.name,
    distance_m: finding?.distanceM,
    azimuth_a_deg: finding?.azimuthADeg,
    azimuth_b_deg: finding?.azimuthBDeg,
    verdict: finding?.verdict ?? 'unknown',
    confident: finding?.confident,
    frequency_ghz: link.frequencyGhz,
    clearance_m: finding?.clearanceM,
    fresnel_fraction: finding?.fresnelFraction,
    level_dbm: finding?.level?.levelDbm,
    margin_db: finding?.level?.marginDb ?? undefined,
    modulation: finding?.level?.modulation ?? undefined,
    throughput_mbps: finding?.level?.throughputMbps ?? undefined,
    equipment_a: a.equipment ?? undefined,
    equipment_b: b.equipment ?? undefined,
    status: link.status || undefined,
    note: reason ?? undefined,
  };
}

const COLUMNS =
  'id a b distance_m azimuth_a_deg azimuth_b_deg verdict confident frequency_ghz clearance_m fresnel_fraction level_dbm margin_db modulation throughput_mbps equipment_a equipment_b status note'.split(
    ' ',
  );

/** The links of a plan as a table, one a row. */
export function linkTable(links: readonly JudgedLink[]): Table {
  return {
    name: 'Radio links',
    columns: COLUMNS.map((title) => ({ title, widthChars: 14 })),
    rows: links.map((link) => {
      const cells = cellsOf(link);
      return COLUMNS.map((title) => rounded(title, cells[title]) ?? null);
    }),
  };
}

/** The links as lines from site to site, with what is said of them. */
export function linkFeatures(links: readonly JudgedLink[]): Feature[] {
  return links.map((judged) => {
    const { a, b, id } = judged.link;
    const fields = Object.entries(cellsOf(judged)).flatMap(([title, value]) => {
      const shown = rounded(title, value);
      return shown === undefined ? [] : [[title, shown] as const];
    });
    return {
      id: `link:${id}`,
      geometry: { type: 'LineString', coordinates: [a.position, b.position] },
      fields: { kind: 'link', ...Object.fromEntries(fields) },
    };
  });
}

/** To what is known: a tenth of a degree and of a decibel, a centimetre. */
function rounded(title: string, value: FieldValue | undefined): FieldValue | undefined {
  const decimals = DECIMALS[title.split('_').at(-1) ?? ''];
  return typeof value === 'number' && decimals !== undefined ? Number(value.toFixed(decimals)) : value;
}
