/** Reads the little-endian bytes of a geodatabase one after the other. @throws RangeError behind their end */
export class GdbBytes {
  readonly #view: DataView;
  at: number;
  readonly end: number;

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, Math.min(end, bytes.length));
    this.at = at;
    this.end = end;
  }

  /** Moves on by some bytes and gives where they begin. */
  skip(count: number): number {
    const from = this.at;
    if (!(count >= 0) || from + count > this.end) throw new RangeError('behind the end');
    this.at += count;
    return from;
  }

  uint8(): number {
    return this.#view.getUint8(this.skip(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.skip(2), true);
  }

  int16(): number {
    return this.#view.getInt16(this.skip(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.skip(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.skip(4), true);
  }

  int64(): bigint {
    return this.#view.getBigInt64(this.skip(8), true);
  }

  float32(): number {
    return this.#view.getFloat32(this.skip(4), true);
  }

  float64(): number {
    return this.#view.getFloat64(this.skip(8), true);
  }

  bytes(count: number): Uint8Array {
    const from = this.skip(count);
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + from, count);
  }

  utf16(units: number): string {
    return new TextDecoder('utf-16le').decode(this.bytes(units * 2));
  }

  /** A number without sign, seven bits a byte, the least first. */
  varUint(): number {
    let [value, factor] = [0, 1];
    for (let i = 0; i < 10; i++) {
      const byte = this.uint8();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
    throw new RangeError('a number without end');
  }

  /** A number with a sign in its first byte, six bits there and seven in each other. */
  varInt(): number {
    const first = this.uint8();
    let [value, factor] = [first & 63, 64];
    for (let byte = first, i = 0; byte >= 128; i++) {
      if (i > 9) throw new RangeError('a number without end');
      byte = this.uint8();
      value += (byte & 127) * factor;
      factor *= 128;
    }
    return (first & 64) === 0 ? value : -value;
  }
}
