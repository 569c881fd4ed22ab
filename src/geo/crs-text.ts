import { METRES_PER_FOOT, METRES_PER_US_SURVEY_FOOT, type LengthUnit } from '../base/units.ts';

/** One `KEYWORD[…]` of well-known text: its keyword in capitals, its plain values, the nodes inside, its own text. */
export interface WktNode {
  readonly keyword: string;
  readonly values: readonly string[];
  readonly nodes: readonly WktNode[];
  readonly text: string;
}

/** Reads well-known text (WKT 1, Esri, WKT 2) into a tree; null where it is none. Depth at most 30. */
export function parseWkt(text: string): WktNode | null {
  const reader = { text, at: 0 };
  const node = readNode(reader, 0);
  // Esri writes a system of positions and one of heights one after the other.
  const second = node !== null && text.slice(reader.at).trimStart().startsWith(',') ? readSecond(reader) : null;
  if (node === null || text.slice(reader.at).trim() !== '') return null;
  return second === null ? node : { keyword: 'COMPD_CS', values: node.values, nodes: [node, second], text };
}

function readSecond(reader: Reader): WktNode | null {
  reader.at = reader.text.indexOf(',', reader.at) + 1;
  return readNode(reader, 0);
}

interface Reader {
  readonly text: string;
  at: number;
}

function readNode(reader: Reader, depth: number): WktNode | null {
  const head = /^\s*([A-Za-z_]\w*)\s*[[(]/.exec(reader.text.slice(reader.at, reader.at + 200));
  if (head === null || depth > 30) return null;
  const start = reader.at;
  reader.at += head[0].length;
  const values: string[] = [];
  const nodes: WktNode[] = [];
  for (;;) {
    const child = readNode(reader, depth + 1);
    if (child !== null) nodes.push(child);
    else {
      const value = readValue(reader);
      if (value === null) return null;
      values.push(value);
    }
    const next = /^\s*([,\])])/.exec(reader.text.slice(reader.at, reader.at + 200));
    if (next === null) return null;
    reader.at += next[0].length;
    if (next[1] !== ',')
      return { keyword: (head[1] ?? '').toUpperCase(), values, nodes, text: reader.text.slice(start, reader.at).trim() };
  }
}

function readValue(reader: Reader): string | null {
  const found = /^\s*(?:"((?:[^"]|"")*)"|([^\s",[\]()]+))/.exec(reader.text.slice(reader.at, reader.at + 4000));
  if (found === null) return null;
  reader.at += found[0].length;
  return found[1]?.replaceAll('""', '"') ?? found[2] ?? '';
}

const HORIZONTAL = /^(PROJCS|GEOGCS|PROJCRS|PROJECTEDCRS|GEOGCRS|GEOGRAPHICCRS|GEODCRS|GEODETICCRS|BASEGEOGCRS|BASEGEODCRS)$/;
const VERTICAL = /^(VERT_CS|VERTCS|VERTCRS|VERTICALCRS)$/;

/** The horizontal part of a compound or bound system; the node itself where it is one. */
export function horizontalWkt(node: WktNode): WktNode {
  return find(node, HORIZONTAL) ?? node;
}

function find(node: WktNode, keyword: RegExp): WktNode | null {
  if (keyword.test(node.keyword)) return node;
  for (const child of node.nodes) {
    const found = find(child, keyword);
    if (found !== null) return found;
  }
  return null;
}

/** The EPSG number that the node itself carries (`AUTHORITY` or `ID`), or null. */
export function codeOfWkt(node: WktNode): string | null {
  const id = node.nodes.find((child) => child.keyword === 'AUTHORITY' || child.keyword === 'ID');
  const [authority = '', code = ''] = id?.values ?? [];
  return /^epsg$/i.test(authority) && /^\d{4,6}$/.test(code) ? code : null;
}

/** The system's name, or null. */
export function nameOfWkt(node: WktNode): string | null {
  return node.values[0] ?? null;
}

/** The name of the datum, or of the datum ensemble, as it is written. */
export function datumOfWkt(node: WktNode): string | null {
  return find(node, /^(DATUM|ENSEMBLE|GEODETICDATUM|TRF)$/)?.values[0] ?? null;
}

/** The unit of heights of a compound system. */
export function verticalUnitOfWkt(node: WktNode): LengthUnit | null {
  const vertical = find(node, VERTICAL);
  const unit = vertical === null ? null : find(vertical, /^(UNIT|LENGTHUNIT)$/);
  return unit === null ? null : lengthUnitOf(Number(unit.values[1]));
}

/** The length unit that a number of metres stands for (within 1e-9), or null for any other. */
function lengthUnitOf(metres: number): LengthUnit | null {
  if (Math.abs(metres - 1) < 1e-9) return 'm';
  if (Math.abs(metres - METRES_PER_FOOT) < 1e-9) return 'ft';
  return Math.abs(metres - METRES_PER_US_SURVEY_FOOT) < 1e-9 ? 'us-ft' : null;
}
