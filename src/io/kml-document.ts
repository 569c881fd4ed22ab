import { AppError } from '../base/app-error.ts';
import { kmlCoordinates } from './kml-coordinates.ts';
import type { ProblemList } from './source-layer.ts';
import type { XmlListener } from './xml.ts';

/** One value of a placemark's extended data; `schema`: the schema that declares its type, null where none does. */
export interface KmlDatum {
  readonly name: string;
  readonly schema: string | null;
  readonly value: string;
}

/** A placemark as the document has it. `geometries` are raw GeoJSON shapes, not yet checked. */
export interface KmlPlacemark {
  readonly id: string | null;
  readonly where: string;
  /** Names of the folders that it lies in, "outer / inner"; empty outside of all. */
  readonly folder: string;
  readonly texts: [string, string][];
  readonly data: KmlDatum[];
  readonly geometries: unknown[];
  /** Whether it has positions that cannot be used. */
  isBad: boolean;
}

/** Texts of a placemark that become fields. */
const TEXTS = ['name', 'description', 'address', 'phoneNumber'];
const GROUPS = ['MultiGeometry', 'MultiTrack'];
const PICTURES = ['GroundOverlay', 'ScreenOverlay', 'PhotoOverlay', 'Model'];

/** Collects the placemarks of a KML document while it is read. */
export class KmlListener implements XmlListener {
  /** The document's own name. */
  title = '';
  readonly placemarks: KmlPlacemark[] = [];
  /** Types of declared fields, by the schema's id. */
  readonly schemas = new Map<string, Map<string, string>>();
  readonly #file: string;
  readonly #problems: ProblemList;
  readonly #path: string[] = [];
  readonly #folders: string[] = [];
  #placemark: KmlPlacemark | null = null;
  #schema: string | null = null;
  #datum = '';
  #link: string | null = null;
  #markup = '';
  /** Positions and rings of the geometry that is open, and the geometries of the groups around it. */
  #positions: unknown[] = [];
  #rings: unknown[] = [];
  readonly #groups: { readonly type: string; readonly coordinates: unknown }[][] = [];

  /** Other documents of the archive that this one links to. */
  readonly inside: string[] = [];
  readonly #documents: ReadonlySet<string>;

  /** @param documents the names in the archive that it lies in */
  constructor(file: string, problems: ProblemList, documents: ReadonlySet<string> = new Set()) {
    this.#documents = documents;
    this.#file = file;
    this.#problems = problems;
  }

  open(name: string, attributes: Readonly<Record<string, string>>, line: number): void {
    if (this.#path.length === 0 && name !== 'kml') throw notKml(this.#file, name);
    const isInside = this.#isInside();
    this.#path.push(name);
    if (name === 'Folder' || (name === 'Document' && isInside)) this.#folders.push('');
    else if (name === 'Placemark') this.#begin(attributes['id'] ?? null, line);
    else if (name === 'Schema') this.#schemas(attributes);
    else if (name === 'SimpleField' || name === 'SimpleArrayField') this.#declare(attributes);
    else if (name === 'SchemaData') this.#schema = (attributes['schemaUrl'] ?? '').replace(/^.*#/, '');
    else if (name === 'Data' || name === 'SimpleData') this.#datum = attributes['name'] ?? '';
    else if (name === 'NetworkLink') this.#link = '';
    else if (name === 'description') this.#markup = '';
    else if (GROUPS.includes(name)) this.#groups.push([]);
    else if (['Point', 'LineString', 'LinearRing', 'Track'].includes(name)) this.#positions = [];
    else if (name === 'Polygon') this.#rings = [];
    if (PICTURES.includes(name)) this.#problems.add('warning', 'import/left-out', `line ${line}`, `A ${name} was left out.`);
  }

  close(name: string, text: string): void {
    this.#path.pop();
    const parent = this.#path.at(-1);
    if (name === 'Folder' || (name === 'Document' && this.#isInside())) this.#folders.pop();
    else if (name === 'NetworkLink') this.#reportLink();
    else if (name === 'href' && this.#link !== null) this.#link = text.trim();
    else if (name === 'name' && (parent === 'Folder' || parent === 'Document'))
      if (parent === 'Folder' || this.#path.length > 2) this.#folders[this.#folders.length - 1] = text.trim();
      else this.title ||= text.trim();
    else if (name === 'SchemaData' || name === 'Schema') this.#schema = null;
    else if (this.#placemark !== null) this.#closeInPlacemark(name, parent ?? '', text, this.#placemark);
  }

  /** Whether the place that was come to lies in a document or folder: a document there is a folder of its own. */
  #isInside(): boolean {
    return this.#path.includes('Document') || this.#path.includes('Folder');
  }

  #begin(id: string | null, line: number): void {
    this.#placemark = {
      id,
      where: `placemark ${this.placemarks.length + 1} (line ${line})`,
      folder: this.#folders.filter((folder) => folder !== '').join(' / '),
      texts: [],
      data: [],
      geometries: [],
      isBad: false,
    };
    this.placemarks.push(this.#placemark);
  }

  #schemas(attributes: Readonly<Record<string, string>>): void {
    this.#schema = attributes['id'] ?? attributes['name'] ?? '';
    this.schemas.set(this.#schema, new Map());
  }

  #declare(attributes: Readonly<Record<string, string>>): void {
    const fields = this.schemas.get(this.#schema ?? '');
    fields?.set(attributes['name'] ?? '', attributes['type'] ?? 'string');
  }

  #reportLink(): void {
    const inside = (this.#link ?? '').replace(/^\.\//, '');
    if (this.#documents.has(inside)) {
      this.inside.push(inside);
      this.#link = null;
      return;
    }
    const target = this.#link ? ` to ${this.#link}` : '';
    this.#problems.add(
      'warning',
      'import/network-link',
      '',
      `A network link${target} was not followed; what is behind it is not here.`,
    );
    this.#link = null;
  }

  #closeInPlacemark(name: string, parent: string, text: string, placemark: KmlPlacemark): void {
    const datum = (field: string, schema: string | null): number => placemark.data.push({ name: field, schema, value: text });
    if (this.#path.includes('description')) this.#markup += text;
    else if (parent === 'Placemark' && TEXTS.includes(name)) {
      const full = (text + (name === 'description' ? this.#markup : '')).trim();
      if (full !== '') placemark.texts.push([name, full]);
    } else if (name === 'value' && parent === 'Data') datum(this.#datum, null);
    else if (name === 'SimpleData') datum(this.#datum, this.#schema);
    else if (parent === 'ExtendedData' && name !== 'Data') datum(name, null);
    else if (name === 'coordinates') this.#read(text, placemark);
    else if (name === 'coord') this.#read(text.trim().split(/\s+/).join(','), placemark);
    else this.#closeGeometry(name, parent, placemark);
    if (name === 'Placemark') this.#placemark = null;
  }

  #read(text: string, placemark: KmlPlacemark): void {
    const before = this.#problems.count('import/coordinates');
    for (const position of kmlCoordinates(text, placemark.where, this.#problems)) this.#positions.push(position);
    placemark.isBad ||= this.#problems.count('import/coordinates') > before;
  }

  #closeGeometry(name: string, parent: string, placemark: KmlPlacemark): void {
    if (name === 'Point') this.#add('Point', this.#positions[0] ?? [], placemark);
    else if (name === 'LineString' || name === 'Track') this.#add('LineString', this.#positions, placemark);
    else if (name === 'LinearRing' && parent.endsWith('BoundaryIs'))
      this.#rings.splice(parent.startsWith('outer') ? 0 : this.#rings.length, 0, this.#positions);
    else if (name === 'LinearRing') this.#add('LineString', this.#positions, placemark);
    else if (name === 'Polygon') this.#add('Polygon', this.#rings, placemark);
    else if (GROUPS.includes(name)) this.#closeGroup(placemark);
  }

  #add(type: string, coordinates: unknown, placemark: KmlPlacemark): void {
    const group = this.#groups.at(-1);
    if (group === undefined) placemark.geometries.push({ type, coordinates });
    else group.push({ type, coordinates });
  }

  /** Members of one kind become one geometry of several parts; of several kinds, one geometry of each kind. */
  #closeGroup(placemark: KmlPlacemark): void {
    const members = (this.#groups.pop() ?? []).filter(({ coordinates }) => Array.isArray(coordinates) && coordinates.length > 0);
    const outer = this.#groups.at(-1);
    if (outer !== undefined) {
      outer.push(...members);
      return;
    }
    const types = [...new Set(members.map(({ type }) => type))];
    for (const type of types) {
      const parts = members.filter((member) => member.type === type).map(({ coordinates }) => coordinates);
      placemark.geometries.push(
        parts.length === 1 ? { type, coordinates: parts[0] } : { type: `Multi${type}`, coordinates: parts },
      );
    }
    if (types.length > 1)
      this.#problems.add(
        'warning',
        'import/collection',
        placemark.where,
        `Its ${types.length} kinds of geometry were taken apart.`,
      );
  }
}

function notKml(file: string, root: string): AppError {
  return new AppError('import/not-kml', {
    what: `The file is XML, but not KML: it begins with <${root}>.`,
    where: file,
    remedy: 'Export it again as KML, or choose another file.',
  });
}
