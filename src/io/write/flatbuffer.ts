/** A value of a table in a FlatBuffers message; null is a field that the table does not have. */
export type FlatValue =
  | { readonly kind: 'uint8' | 'uint16' | 'int32' | 'uint64'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'bytes'; readonly value: Uint8Array }
  | { readonly kind: 'doubles' | 'uint32s'; readonly value: readonly number[] }
  | { readonly kind: 'table'; readonly value: FlatFields }
  | { readonly kind: 'tables'; readonly value: readonly FlatFields[] };

/** The fields of a table in the order of their numbers. */
export type FlatFields = readonly (FlatValue | null)[];

/** A message with its size before it, whole numbers of eight bytes long; the same fields give the same bytes. */
export function flatMessage(root: FlatFields): Uint8Array {
  const writer = new Writer();
  return writer.message(root);
}

const INLINE_BYTES = { uint8: 1, uint16: 2, int32: 4, uint64: 8 } as const;

/** Lays out tables one after the other, each before what it refers to, as offsets point forward. */
class Writer {
  #view = new DataView(new ArrayBuffer(1024));
  #end = 0;

  message(root: FlatFields): Uint8Array {
    this.#take(8, 8);
    this.#pointTo(4, this.#table(root));
    this.#take(0, 8);
    this.#view.setUint32(0, this.#end - 4, true);
    return new Uint8Array(this.#view.buffer.slice(0, this.#end));
  }

  #table(fields: FlatFields): number {
    const vtable = this.#take(4 + 2 * fields.length, 4);
    const start = this.#take(4, 4);
    this.#view.setInt32(start, start - vtable, true);
    const places = fields.map((field, i) => {
      if (field === null) return 0;
      const bytes = field.kind in INLINE_BYTES ? INLINE_BYTES[field.kind as keyof typeof INLINE_BYTES] : 4; // offsets are four bytes
      const at = this.#take(bytes, bytes);
      this.#view.setUint16(vtable + 4 + 2 * i, at - start, true);
      return at;
    });
    this.#view.setUint16(vtable, 4 + 2 * fields.length, true);
    this.#view.setUint16(vtable + 2, this.#end - start, true);
    fields.forEach((field, i) => {
      if (field !== null) this.#value(field, places[i] ?? 0);
    });
    return start;
  }

  #value(field: FlatValue, at: number): void {
    switch (field.kind) {
      case 'uint8':
        this.#view.setUint8(at, field.value);
        return;
      case 'uint16':
        this.#view.setUint16(at, field.value, true);
        return;
      case 'int32':
        this.#view.setInt32(at, field.value, true);
        return;
      case 'uint64':
        this.#view.setBigUint64(at, BigInt(field.value), true);
        return;
      case 'text': {
        const bytes = new TextEncoder().encode(field.value);
        this.#pointTo(at, this.#bytes(bytes));
        this.#take(1, 1); // texts end with a zero
        return;
      }
      case 'bytes':
        this.#pointTo(at, this.#bytes(field.value));
        return;
      case 'doubles':
      case 'uint32s': {
        const bytes = field.kind === 'doubles' ? 8 : 4;
        const start = this.#vector(field.value.length, bytes);
        field.value.forEach((value, i) => {
          if (bytes === 8) this.#view.setFloat64(start + 4 + 8 * i, value, true);
          else this.#view.setUint32(start + 4 + 4 * i, value, true);
        });
        this.#pointTo(at, start);
        return;
      }
      case 'table':
        this.#pointTo(at, this.#table(field.value));
        return;
      case 'tables': {
        const start = this.#vector(field.value.length, 4);
        this.#pointTo(at, start);
        field.value.forEach((fields, i) => {
          this.#pointTo(start + 4 + 4 * i, this.#table(fields));
        });
      }
    }
  }

  #bytes(bytes: Uint8Array): number {
    const start = this.#vector(bytes.length, 1);
    new Uint8Array(this.#view.buffer).set(bytes, start + 4);
    return start;
  }

  /** Room for a count and so many elements, these on a multiple of their size. */
  #vector(count: number, elementBytes: number): number {
    if (elementBytes === 8) while (this.#end % 8 !== 4) this.#take(1, 1);
    const start = this.#take(4 + count * elementBytes, 4);
    this.#view.setUint32(start, count, true);
    return start;
  }

  #pointTo(at: number, target: number): void {
    this.#view.setUint32(at, target - at, true);
  }

  /** Room for bytes at the end, on a multiple of something. */
  #take(bytes: number, multiple: number): number {
    const start = Math.ceil(this.#end / multiple) * multiple;
    this.#end = start + bytes;
    if (this.#end > this.#view.byteLength) {
      const larger = new Uint8Array(Math.max(this.#end, 2 * this.#view.byteLength));
      larger.set(new Uint8Array(this.#view.buffer));
      this.#view = new DataView(larger.buffer);
    }
    return start;
  }
}
