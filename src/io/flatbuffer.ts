/** What one message may give out in all, over its own bytes: parts that are named again and again would grow without end. */
const MOST_SHARING = 4;
const FREE_BYTES = 4096;

/**
 * A table of a FlatBuffers message, read strictly: each offset and length is compared with the bytes that are there before
 * anything is made of it. Fields go by their number in the schema. Every member throws RangeError where the message is broken.
 */
export class FlatTable {
  readonly #view: DataView;
  readonly #at: number;
  readonly #vtable: number;
  readonly #budget: { bytes: number };

  private constructor(view: DataView, at: number, budget: { bytes: number }) {
    this.#view = view;
    this.#at = at;
    this.#vtable = at - view.getInt32(at, true);
    this.#budget = budget;
  }

  /** The root of a message, without the size before it. */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, view.getUint32(0, true), { bytes: bytes.length * MOST_SHARING + FREE_BYTES });
  }

  uint8(field: number, usual: number): number {
    const at = this.#find(field);
    return at === 0 ? usual : this.#view.getUint8(at);
  }

  uint16(field: number, usual: number): number {
    const at = this.#find(field);
    return at === 0 ? usual : this.#view.getUint16(at, true);
  }

  int32(field: number, usual: number): number {
    const at = this.#find(field);
    return at === 0 ? usual : this.#view.getInt32(at, true);
  }

  /** A count; beyond 2^53 it is not exact, and not true either. */
  uint64(field: number, usual: number): number {
    const at = this.#find(field);
    return at === 0 ? usual : Number(this.#view.getBigUint64(at, true));
  }

  text(field: number): string | null {
    const bytes = this.bytes(field);
    return bytes === null ? null : new TextDecoder().decode(bytes);
  }

  bytes(field: number): Uint8Array | null {
    const vector = this.#vector(field, 1);
    return vector === null ? null : new Uint8Array(this.#view.buffer, this.#view.byteOffset + vector.at, vector.count);
  }

  doubles(field: number): Float64Array | null {
    const vector = this.#vector(field, 8);
    if (vector === null) return null;
    return Float64Array.from({ length: vector.count }, (_, i) => this.#view.getFloat64(vector.at + 8 * i, true));
  }

  uint32s(field: number): Uint32Array | null {
    const vector = this.#vector(field, 4);
    if (vector === null) return null;
    return Uint32Array.from({ length: vector.count }, (_, i) => this.#view.getUint32(vector.at + 4 * i, true));
  }

  table(field: number): FlatTable | null {
    const at = this.#find(field);
    return at === 0 ? null : this.#tableBehind(at);
  }

  tables(field: number): FlatTable[] | null {
    const vector = this.#vector(field, 4);
    if (vector === null) return null;
    return Array.from({ length: vector.count }, (_, i) => this.#tableBehind(vector.at + 4 * i));
  }

  /** Where a field lies in the message; 0 where the table does not have it. */
  #find(field: number): number {
    const slot = 4 + 2 * field;
    if (slot + 2 > this.#view.getUint16(this.#vtable, true)) return 0;
    const offset = this.#view.getUint16(this.#vtable + slot, true);
    return offset === 0 ? 0 : this.#at + offset;
  }

  #tableBehind(at: number): FlatTable {
    return new FlatTable(this.#view, at + this.#view.getUint32(at, true), this.#budget);
  }

  #vector(field: number, elementBytes: number): { at: number; count: number } | null {
    const found = this.#find(field);
    if (found === 0) return null;
    const start = found + this.#view.getUint32(found, true);
    const count = this.#view.getUint32(start, true);
    const bytes = count * elementBytes;
    if (start + 4 + bytes > this.#view.byteLength) throw new RangeError(`${count} values do not fit`);
    this.#budget.bytes -= bytes;
    if (this.#budget.bytes < 0) throw new RangeError('it holds more than its size allows');
    return { at: start + 4, count };
  }
}
