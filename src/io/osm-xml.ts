import { AppError } from '../base/app-error.ts';
import type { JobContext } from '../base/job.ts';
import { OsmData } from './osm-data.ts';
import { readXml, type XmlListener } from './xml.ts';

/** Reads OpenStreetMap XML (API 0.6). @throws AppError import/not-osm, import/damaged */
export async function readOsmXml(file: string, bytes: Uint8Array, job: JobContext): Promise<OsmData> {
  const listener = new OsmListener(file);
  await readXml(file, bytes, listener.data.problems, listener, job);
  return listener.data;
}

class OsmListener implements XmlListener {
  readonly data = new OsmData();
  readonly #file: string;
  #depth = 0;
  #element: Readonly<Record<string, string>> = {};
  #line = 0;
  #tags = new Map<string, string>();
  #refs: number[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  open(name: string, attributes: Readonly<Record<string, string>>, line: number): void {
    if (this.#depth === 0 && name !== 'osm') throw this.#notOsm(name);
    this.#depth++;
    if (this.#depth === 2) {
      [this.#element, this.#line, this.#tags, this.#refs] = [attributes, line, new Map(), []];
      return;
    }
    this.#line = line;
    if (name === 'tag') this.#tags.set(attributes['k'] ?? '', attributes['v'] ?? '');
    else if (name === 'nd' || (name === 'member' && attributes['type'] === 'way')) {
      const ref = this.#whole(attributes['ref']);
      this.#refs.push(ref);
      // Some files leave out nodes without tags; their ways say where they run.
      if (name === 'nd' && attributes['lon'] !== undefined) this.data.addPlaceOnWay(ref, ...this.#place(attributes));
    }
  }

  close(name: string): void {
    this.#depth--;
    if (this.#depth !== 1 || !['node', 'way', 'relation'].includes(name)) return;
    // What an editor has marked as deleted is no longer there.
    if (this.#element['visible'] === 'false' || this.#element['action'] === 'delete') return;
    const id = this.#whole(this.#element['id']);
    const tags = Object.fromEntries(this.#tags);
    if (name === 'way') this.data.ways.push({ id, refs: this.#refs, tags });
    else if (name === 'relation') this.data.relations.push({ id, ways: this.#refs, tags });
    else this.data.addNode(id, ...this.#place(this.#element), this.#tags.size > 0 ? tags : null);
  }

  #whole(text: string | undefined): number {
    const value = Number(text ?? NaN);
    if (!Number.isSafeInteger(value) || text === '') throw this.#broken(`the id "${text ?? ''}" is no whole number`);
    return value;
  }

  /** Longitude and latitude in 1e-7 degrees. */
  #place(attributes: Readonly<Record<string, string>>): [lon7: number, lat7: number] {
    const degrees7 = (axis: 'lon' | 'lat', most: number): number => {
      const text = attributes[axis];
      const value = Number(text === undefined || text.trim() === '' ? NaN : text);
      if (!(Math.abs(value) <= most)) throw this.#broken(`a node has the ${axis} "${text ?? ''}"`);
      return Math.round(value * 1e7);
    };
    return [degrees7('lon', 180), degrees7('lat', 90)];
  }

  #broken(what: string): AppError {
    return new AppError('import/damaged', {
      what: `The file is damaged: ${what}.`,
      where: `${this.#file}, line ${this.#line}`,
      remedy: 'Fetch or export it again.',
    });
  }

  #notOsm(root: string): AppError {
    return new AppError('import/not-osm', {
      what: `The file is XML, but not OpenStreetMap data: it begins with <${root}>.`,
      where: this.#file,
      remedy: 'Fetch the area again as .osm or .osm.pbf; files of changes (.osc) hold no map.',
    });
  }
}
