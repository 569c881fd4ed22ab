import { seededRandom } from '../../src/base/random.ts';
import { inUseError, quotaError, type Disk } from '../../src/store/journal/disk.ts';
import type { Sentinel, SentinelStore } from '../../src/store/journal/sentinel.ts';

/** What a simulated program dies of. */
export class SimulatedCrash extends Error {}

const SECTOR_BYTES = 64;

/**
 * A computer with a medium that behaves as badly as media do, the same for the same seed. Files and sentinels lie apart from each
 * other, and each call is one step of the computer's life: at a given step it stops, and the write that was under way is torn.
 */
export class SimulatedComputer {
  readonly files = new Map<string, Uint8Array>();
  readonly sentinelStore = new Map<string, Sentinel>();
  readonly random: () => number;
  /** The step in which the program dies; Infinity for never. */
  crashAt = Infinity;
  /** Bytes that the medium has room for. */
  capacityBytes = Infinity;
  /** Where sentinels lie there is no room left. */
  sentinelsAreFull = false;
  /** Confirms writes that it then loses when the program dies, as a medium with a lying cache does. */
  dropsConfirmedWrites = false;
  steps = 0;
  #dead = false;
  /** Files as they stood before the writes that a lying medium has not really done. */
  #really = new Map<string, Uint8Array>();

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  /** Starts the program again on what the medium holds. */
  restart(): void {
    this.#dead = false;
    this.steps = 0;
    this.crashAt = Infinity;
    this.#really = new Map(this.files);
  }

  get usedBytes(): number {
    return [...this.files.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** Alters one byte of a file. */
  flip(name: string, at: number): void {
    const bytes = this.files.get(name)?.slice();
    if (bytes?.[at] === undefined) throw new Error(`no byte ${at} in ${name}`);
    bytes[at]! ^= 1 << Math.floor(this.random() * 8);
    this.files.set(name, bytes);
  }

  truncate(name: string, length: number): void {
    this.files.set(name, (this.files.get(name) ?? new Uint8Array()).slice(0, length));
  }

  readonly disk: Disk = {
    list: () => this.#step(() => [...this.files.keys()].sort()),
    read: (name) => this.#step(() => this.files.get(name)?.slice() ?? null),
    create: (name, bytes) =>
      this.#step(
        () => {
          if ((this.files.get(name)?.length ?? 0) > 0) throw inUseError(name);
          this.#write(name, 0, bytes);
        },
        () => this.#tear(name, 0, bytes),
      ),
    append: (name, at, bytes) =>
      this.#step(
        () => this.#write(name, at, bytes),
        () => this.#tear(name, at, bytes),
      ),
    remove: (name) =>
      this.#step(
        () => void this.files.delete(name),
        () => void (this.random() < 0.5 && this.files.delete(name)),
      ),
    close: () => undefined,
  };

  readonly sentinels: SentinelStore = {
    list: () => this.#step(() => [...this.sentinelStore.values()]),
    read: (project) => this.#step(() => this.sentinelStore.get(project) ?? null),
    write: (sentinel, takeOver) =>
      this.#step(
        () => this.#putSentinel(sentinel, takeOver),
        () => void (this.random() < 0.5 && this.#putSentinel(sentinel, takeOver)),
      ),
    remove: (project) => this.#step(() => void this.sentinelStore.delete(project)),
  };

  async #step<T>(done: () => T, torn: () => void = () => undefined): Promise<T> {
    for (let turns = Math.floor(this.random() * 3); turns > 0; turns--) await Promise.resolve();
    if (this.#dead) throw new SimulatedCrash();
    if (this.steps++ >= this.crashAt) {
      this.#dead = true;
      if (this.dropsConfirmedWrites) this.#dropWrites();
      else torn();
      throw new SimulatedCrash();
    }
    return done();
  }

  #write(name: string, at: number, bytes: Uint8Array): void {
    const before = this.files.get(name) ?? new Uint8Array();
    const free = this.capacityBytes - this.usedBytes + before.length - at;
    if (bytes.length > free) {
      this.files.set(name, joined(before.subarray(0, at), bytes.subarray(0, Math.max(0, free))));
      throw quotaError(new DOMException('full', 'QuotaExceededError'));
    }
    this.files.set(name, joined(before.subarray(0, at), bytes));
  }

  /** A write that was under way: nothing, a part, or any of its sectors arrived, and the file may already have its length. */
  #tear(name: string, at: number, bytes: Uint8Array): void {
    const before = this.files.get(name) ?? new Uint8Array();
    const way = Math.floor(this.random() * 5);
    if (way === 0) return;
    if (way === 1) this.files.set(name, before.slice(0, at));
    if (way === 2)
      this.files.set(name, joined(before.subarray(0, at), bytes.subarray(0, Math.floor(this.random() * bytes.length))));
    if (way === 3) this.files.set(name, joined(before.subarray(0, at), bytes));
    if (way === 4) {
      const after = joined(before.subarray(0, at), bytes);
      for (let from = at; from < after.length; from += SECTOR_BYTES)
        if (this.random() < 0.5) after.fill(0, from, Math.min(after.length, from + SECTOR_BYTES));
      this.files.set(name, after);
    }
  }

  #dropWrites(): void {
    this.files.clear();
    for (const [name, bytes] of this.#really) this.files.set(name, bytes);
  }

  #putSentinel(sentinel: Sentinel, takeOver: boolean): boolean {
    if (this.sentinelsAreFull) throw quotaError(new DOMException('full', 'QuotaExceededError'));
    const known = this.sentinelStore.get(sentinel.project);
    if (known !== undefined && known.writer !== sentinel.writer && !takeOver) return false;
    this.sentinelStore.set(sentinel.project, sentinel);
    return true;
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}
