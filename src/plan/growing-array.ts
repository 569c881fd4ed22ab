/** A typed array that grows as it is filled. */
export class GrowingArray<A extends Float64Array | Uint32Array | Uint8Array> {
  readonly #make: (length: number) => A;
  #array: A;
  length: number;

  constructor(make: (length: number) => A, first: readonly number[] = []) {
    this.#make = make;
    this.#array = make(1024);
    this.#array.set(first);
    this.length = first.length;
  }

  push(value: number): void {
    if (this.length === this.#array.length) {
      const larger = this.#make(2 * this.length);
      larger.set(this.#array);
      this.#array = larger;
    }
    this.#array[this.length++] = value;
  }

  /** The array as it is, with what room there is behind its values; another one once it has grown. */
  get room(): A {
    return this.#array;
  }

  /** A copy of what is in it, without the room to spare. */
  values(): A {
    return this.#array.slice(0, this.length) as A;
  }
}
