import type { Geometry } from '../geo/geometry.ts';
import type { LngLat } from '../geo/position.ts';
import { crossesItself, liesOutside, twiceAreaOf } from './ring-check.ts';

/** What was found while checking one geometry. */
export type Complaint = (severity: 'row' | 'warning', code: `import/${string}`, message: string) => void;

type Path = readonly LngLat[];

/** Geometries without extent are whole, but stand for nothing: they count as empty and do not refuse a file. */
const WORTHLESS: readonly string[] = ['import/zero-length', 'import/degenerate-ring'];

const USUAL_KINDS: readonly string[] = ['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon'];

/** A geometry that cannot be used. It is thrown inside this file only. */
class BadGeometry extends Error {
  readonly code: `import/${string}`;

  constructor(code: `import/${string}`, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Checks a geometry of any source that follows GeoJSON's nesting and gives it with two dimensions, in whatever unit it has:
 * several for a collection, none where it is empty. A row complaint means that it cannot be used.
 * @param sawHeight called when positions had more than two numbers
 */
export function checkGeometry(raw: unknown, complain: Complaint, sawHeight: () => void): Geometry[] {
  if (raw === null || raw === undefined) return [];
  try {
    return checked(raw, complain, sawHeight);
  } catch (error) {
    if (!(error instanceof BadGeometry)) throw error;
    complain(WORTHLESS.includes(error.code) ? 'warning' : 'row', error.code, error.message);
    return [];
  }
}

function checked(raw: unknown, complain: Complaint, sawHeight: () => void): Geometry[] {
  if (typeof raw !== 'object' || raw === null || !('type' in raw))
    throw new BadGeometry('import/geometry', 'The geometry has no type.');
  if (raw.type === 'GeometryCollection' && 'geometries' in raw && Array.isArray(raw.geometries)) {
    complain('warning', 'import/collection', `A collection of ${raw.geometries.length} geometries was taken apart.`);
    return raw.geometries.flatMap((inner) => checked(inner, complain, sawHeight));
  }
  const reader = new Reader(complain, sawHeight);
  const geometry = reader.read(String(raw.type), 'coordinates' in raw ? raw.coordinates : undefined);
  return geometry === null ? [] : [geometry];
}

class Reader {
  readonly #complain: Complaint;
  readonly #sawHeight: () => void;

  constructor(complain: Complaint, sawHeight: () => void) {
    this.#complain = complain;
    this.#sawHeight = sawHeight;
  }

  /** Null for an empty geometry. */
  read(type: string, coordinates: unknown): Geometry | null {
    if (coordinates === undefined && !USUAL_KINDS.includes(type))
      throw new BadGeometry('import/geometry', `Its shape is of the kind "${type}", which is not read here.`);
    const list = listOf(coordinates);
    if (list.length === 0) return null;
    switch (type) {
      case 'Point':
        return { type, coordinates: this.position(list) };
      case 'MultiPoint':
        return { type, coordinates: list.map((inner) => this.position(inner)) };
      case 'LineString':
        return { type, coordinates: this.line(list) };
      case 'MultiLineString': {
        const lines = list.filter((inner) => listOf(inner).length > 0).map((inner) => this.line(inner));
        return lines.length === 0 ? null : { type, coordinates: lines };
      }
      case 'Polygon':
        return { type, coordinates: this.polygon(list) };
      case 'MultiPolygon': {
        const polygons = list.filter((inner) => listOf(inner).length > 0).map((inner) => this.polygon(inner));
        return polygons.length === 0 ? null : { type, coordinates: polygons };
      }
      default:
        throw new BadGeometry('import/geometry', `"${type}" is not a kind of geometry.`);
    }
  }

  position(value: unknown): LngLat {
    const list = listOf(value);
    const x = list[0];
    const y = list[1];
    if (typeof x !== 'number' || typeof y !== 'number')
      throw new BadGeometry('import/coordinates', `${briefly(value)} is not a position of two numbers.`);
    if (!Number.isFinite(x) || !Number.isFinite(y))
      throw new BadGeometry('import/coordinates', `${x}, ${y} is not a position: a number is infinite.`);
    if (list.length === 2) return list as unknown as LngLat; // two numbers, as was just seen
    this.#sawHeight();
    return [x, y];
  }

  path(value: unknown): Path {
    return listOf(value).map((inner) => this.position(inner));
  }

  line(value: unknown): Path {
    const path = this.path(value);
    const [start] = path;
    if (start === undefined || path.every((position) => same(position, start))) {
      throw new BadGeometry(
        'import/zero-length',
        path.length < 2 ? 'A line of fewer than two points was left out.' : 'A line of no length was left out.',
      );
    }
    return path;
  }

  polygon(value: unknown): Path[] {
    const [outer = [], ...holes] = listOf(value).map((inner) => this.ring(inner));
    if (isDegenerate(outer))
      throw new BadGeometry('import/degenerate-ring', 'A polygon with fewer than three corners, or no area, was left out.');
    if (crossesItself(outer))
      this.#complain('warning', 'import/self-crossing', 'The outline crosses itself; its area is not certain.');
    return [outer, ...holes.filter((hole) => this.isUsableHole(hole, outer))];
  }

  isUsableHole(hole: Path, outer: Path): boolean {
    if (isDegenerate(hole)) {
      this.#complain('warning', 'import/degenerate-ring', 'A hole without area was left out.');
      return false;
    }
    if (!liesOutside(hole, outer)) return true;
    this.#complain('warning', 'import/hole-outside', 'A hole outside its polygon was left out.');
    return false;
  }

  ring(value: unknown): Path {
    const path = this.path(value);
    const start = path[0];
    const end = path.at(-1);
    if (start === undefined || end === undefined || same(start, end)) return path;
    this.#complain('warning', 'import/unclosed-ring', 'An outline that was not closed was closed.');
    return [...path, start];
  }
}

function isDegenerate(ring: Path): boolean {
  // The signed area of a bow tie may be zero although it is no line.
  return ring.length < 4 || (twiceAreaOf(ring) === 0 && !crossesItself(ring));
}

function same(a: LngLat, b: LngLat): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new BadGeometry('import/coordinates', `${briefly(value)} stands where positions should.`);
  return value;
}

function briefly(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
