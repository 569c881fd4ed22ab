/**
 * Priority queue of nodes 0 … size − 1 by a key each, smallest first; equal keys in an order that depends on the calls
 * alone. A key can be lowered while its node waits.
 */
export class NodeQueue {
  readonly #heap: Int32Array;
  readonly #place: Int32Array;
  readonly #key: Float64Array;
  #length = 0;

  constructor(size: number) {
    this.#heap = new Int32Array(size);
    this.#place = new Int32Array(size).fill(-1);
    this.#key = new Float64Array(size);
  }

  /** How many nodes wait. */
  get length(): number {
    return this.#length;
  }

  /** Key of the first node; Infinity when nothing waits. */
  firstKey(): number {
    return this.#length === 0 ? Infinity : (this.#key[0] ?? 0);
  }

  /** Adds a node or lowers its key; a higher key than the waiting one is ignored. */
  push(node: number, key: number): void {
    let place = this.#place[node] ?? 0;
    if (place < 0) place = this.#length++;
    else if (key >= (this.#key[place] ?? 0)) return;
    this.#rise(node, key, place);
  }

  /** Takes the node with the smallest key; −1 when nothing waits. */
  pop(): number {
    if (this.#length === 0) return -1;
    const first = this.#heap[0] ?? 0;
    this.#place[first] = -1;
    this.#length--;
    if (this.#length > 0) this.#sink(this.#heap[this.#length] ?? 0, this.#key[this.#length] ?? 0);
    return first;
  }

  /** Forgets all waiting nodes. */
  clear(): void {
    for (let place = 0; place < this.#length; place++) this.#place[this.#heap[place] ?? 0] = -1;
    this.#length = 0;
  }

  #rise(node: number, key: number, from: number): void {
    const heap = this.#heap;
    const keys = this.#key;
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 2;
      if ((keys[above] ?? 0) <= key) break;
      const moved = heap[above] ?? 0;
      heap[place] = moved;
      keys[place] = keys[above] ?? 0;
      this.#place[moved] = place;
      place = above;
    }
    heap[place] = node;
    keys[place] = key;
    this.#place[node] = place;
  }

  #sink(node: number, key: number): void {
    const heap = this.#heap;
    const keys = this.#key;
    const length = this.#length;
    let place = 0;
    for (;;) {
      let least = 4 * place + 1;
      if (least >= length) break;
      const end = Math.min(least + 4, length);
      for (let child = least + 1; child < end; child++) if ((keys[child] ?? 0) < (keys[least] ?? 0)) least = child;
      if ((keys[least] ?? 0) >= key) break;
      const moved = heap[least] ?? 0;
      heap[place] = moved;
      keys[place] = keys[least] ?? 0;
      this.#place[moved] = place;
      place = least;
    }
    heap[place] = node;
    keys[place] = key;
    this.#place[node] = place;
  }
}
