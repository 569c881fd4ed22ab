/** No heap, and no entry. */
export const NOTHING = -1;

/** Pairing heaps over shared entries 0 … size − 1: a heap is the number of its smallest entry. Melding takes no time. */
export class MeldHeaps {
  readonly #key: Float64Array;
  readonly #child: Int32Array;
  readonly #sibling: Int32Array;

  constructor(size: number) {
    this.#key = new Float64Array(size);
    this.#child = new Int32Array(size);
    this.#sibling = new Int32Array(size);
  }

  /** Makes a heap of one entry. */
  single(entry: number, key: number): number {
    this.#key[entry] = key;
    this.#child[entry] = NOTHING;
    this.#sibling[entry] = NOTHING;
    return entry;
  }

  /** Joins two heaps into one; either may be NOTHING. */
  meld(a: number, b: number): number {
    if (a === NOTHING) return b;
    if (b === NOTHING) return a;
    const keyA = this.#key[a] ?? 0;
    const keyB = this.#key[b] ?? 0;
    const top = keyA < keyB || (keyA === keyB && a < b) ? a : b;
    const under = top === a ? b : a;
    this.#sibling[under] = this.#child[top] ?? 0;
    this.#child[top] = under;
    return top;
  }

  /** The heap without its smallest entry. */
  withoutFirst(heap: number): number {
    let pairs = NOTHING;
    let entry = this.#child[heap] ?? 0;
    while (entry !== NOTHING) {
      const partner = this.#sibling[entry] ?? 0;
      const next = partner === NOTHING ? NOTHING : (this.#sibling[partner] ?? 0);
      this.#sibling[entry] = NOTHING;
      if (partner !== NOTHING) this.#sibling[partner] = NOTHING;
      const pair = this.meld(entry, partner);
      this.#sibling[pair] = pairs;
      pairs = pair;
      entry = next;
    }
    let result = NOTHING;
    while (pairs !== NOTHING) {
      const next = this.#sibling[pairs] ?? 0;
      this.#sibling[pairs] = NOTHING;
      result = this.meld(result, pairs);
      pairs = next;
    }
    return result;
  }
}
