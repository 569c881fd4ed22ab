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
    if (this.length === this.#array.length) this.#grow(this.length + 1);
    this.#array[this.length++] = value;
  }

  /** Makes it longer by so many values, which are to be set in the array that is given back. */
  grown(by: number): A {
    if (this.length + by > this.#array.length) this.#grow(this.length + by);
    this.length += by;
    return this.#array;
  }

  /** The value at a place that has one. */
  at(index: number): number {
    return this.#array[index] ?? NaN;
  }

  #grow(least: number): void {
    const larger = this.#make(Math.max(least, 2 * this.#array.length));
    larger.set(this.#array);
    this.#array = larger;
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
