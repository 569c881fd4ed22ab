/** A structure of Thrift's compact protocol: values by the number of their field. */
export type ThriftStruct = ReadonlyMap<number, ThriftValue>;
export type ThriftValue = boolean | number | bigint | Uint8Array | readonly ThriftValue[] | ThriftStruct;

const DEEPEST = 16;

/**
 * Reads a structure of Thrift's compact protocol, in which Parquet writes its headers. Lengths are compared with the bytes that
 * are left before anything is made of them. @returns the structure and where it ends @throws RangeError where it is broken
 */
export function readThrift(bytes: Uint8Array, start: number): { struct: ThriftStruct; end: number } {
  const reader = new Reader(bytes, start);
  return { struct: reader.struct(0), end: reader.at };
}

class Reader {
  readonly #view: DataView;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
  }

  struct(depth: number): ThriftStruct {
    if (depth > DEEPEST) throw new RangeError('nested too deeply');
    const fields = new Map<number, ThriftValue>();
    let field = 0;
    for (;;) {
      const head = this.#byte();
      const type = head & 15;
      if (type === 0) return fields;
      field = head >> 4 === 0 ? Number(this.#zigzag()) : field + (head >> 4);
      fields.set(field, type <= 2 ? type === 1 : this.#value(type, depth));
    }
  }

  #value(type: number, depth: number): ThriftValue {
    switch (type) {
      case 1:
      case 2: // in lists a truth value has a byte of its own
        return this.#byte() === 1;
      case 3:
        return (this.#byte() << 24) >> 24;
      case 4:
      case 5:
        return Number(this.#zigzag());
      case 6:
        return this.#zigzag();
      case 7:
        this.at += 8;
        return this.#view.getFloat64(this.at - 8, true);
      case 8: {
        const length = this.#count(1);
        this.at += length;
        return new Uint8Array(this.#view.buffer, this.#view.byteOffset + this.at - length, length);
      }
      case 9:
      case 10: {
        const head = this.#byte();
        const length = head >> 4 === 15 ? this.#count(1) : head >> 4;
        return Array.from({ length }, () => this.#value(head & 15, depth));
      }
      case 12:
        return this.struct(depth + 1);
      default:
        throw new RangeError(`a value of kind ${type}`);
    }
  }

  #byte(): number {
    return this.#view.getUint8(this.at++);
  }

  #varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw new RangeError('a number without end');
  }

  #zigzag(): bigint {
    const value = this.#varint();
    return (value >> 1n) ^ -(value & 1n);
  }

  /** A number of elements that must fit into what is left. */
  #count(leastBytes: number): number {
    const count = Number(this.#varint());
    if (count * leastBytes > this.#view.byteLength - this.at) throw new RangeError(`${count} elements do not fit`);
    return count;
  }
}

/** A number of a structure, whatever its width. @throws RangeError where it is missing or no number */
export function thriftNumber(struct: ThriftStruct, field: number, usual?: number): number {
  const value = struct.get(field) ?? usual;
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  throw new RangeError(`field ${field} is missing`);
}

/** A text of a structure, empty where it is missing. */
export function thriftText(struct: ThriftStruct, field: number): string {
  const value = struct.get(field);
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : '';
}

/** A structure in a structure; undefined where it is missing. */
export function thriftStruct(struct: ThriftStruct, field: number): ThriftStruct | undefined {
  const value = struct.get(field);
  return isStruct(value) ? value : undefined;
}

/** A list of structures, empty where it is missing. */
export function thriftStructs(struct: ThriftStruct, field: number): ThriftStruct[] {
  const value = struct.get(field);
  return Array.isArray(value) ? value.filter(isStruct) : [];
}

function isStruct(value: unknown): value is ThriftStruct {
  return value instanceof Map;
}
