import { unzipSync, zipSync } from 'fflate';
import { seededRandom } from '../../src/base/random.ts';

type Random = () => number;

/** What is done to a file: bits and bytes, numbers at their limits, pieces that go missing or come twice, ends that are cut. */
const KINDS: readonly ((bytes: Uint8Array, random: Random) => Uint8Array)[] = [
  (bytes, random) => at(bytes, random, (value) => value ^ (1 << Math.floor(random() * 8))),
  (bytes, random) => at(bytes, random, () => Math.floor(random() * 256)),
  (bytes, random) => at(bytes, random, () => (random() < 0.5 ? 0 : 255)),
  (bytes, random) => numberAt(bytes, random),
  (bytes, random) => bytes.slice(0, Math.floor(random() * bytes.length)),
  (bytes, random) => filled(bytes, random),
  (bytes, random) => pieceTwice(bytes, random),
  (bytes, random) => pieceGone(bytes, random),
];

/** How many of the kinds alter what is there without moving it: text without any count of its own cannot show the others. */
const KINDS_IN_PLACE = 4;

/** A file with up to four faults; the same seed gives the same faults. @param inPlace only such as move nothing */
export function mutated(bytes: Uint8Array, seed: number, inPlace: boolean): Uint8Array {
  const random = seededRandom(seed);
  const faults = 1 + Math.floor(random() * 4);
  // A copy of its own kind: Node's buffers share their bytes when they are sliced.
  let result: Uint8Array = new Uint8Array(bytes);
  for (let i = 0; i < faults; i++) {
    const kind = KINDS[Math.floor(random() * (inPlace ? KINDS_IN_PLACE : KINDS.length))];
    if (kind !== undefined && result.length > 0) result = kind(result, random);
  }
  return result;
}

/** The files of an archive, unpacked once for all the attempts at it. */
const unpacked = new WeakMap<Uint8Array, readonly (readonly [string, Uint8Array])[]>();

/** An archive whose sums are right, with faults in one of its files: so they get past the container. Not packed, since that takes most of the time. */
export function mutatedInside(archive: Uint8Array, seed: number, inPlace: boolean): Uint8Array {
  const files = unpacked.get(archive) ?? Object.entries(unzipSync(archive));
  unpacked.set(archive, files);
  const chosen = Math.floor(seededRandom(seed)() * files.length);
  return zipSync(
    Object.fromEntries(files.map(([name, bytes], i) => [name, i === chosen ? mutated(bytes, seed, inPlace) : bytes])),
    { level: 0 },
  );
}

function at(bytes: Uint8Array, random: Random, change: (value: number) => number): Uint8Array {
  const copy = bytes.slice();
  const place = Math.floor(random() * copy.length);
  copy[place] = change(copy[place] ?? 0);
  return copy;
}

/** A number of four bytes becomes one that programs stumble over. */
function numberAt(bytes: Uint8Array, random: Random): Uint8Array {
  const copy = bytes.slice();
  const numbers = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffffe, 0x10000, copy.length];
  const place = Math.floor(random() * copy.length);
  const number = numbers[Math.floor(random() * numbers.length)] ?? 0;
  const little = random() < 0.5;
  for (let i = 0; i < 4 && place + i < copy.length; i++) copy[place + i] = (number >>> (8 * (little ? i : 3 - i))) & 255;
  return copy;
}

function filled(bytes: Uint8Array, random: Random): Uint8Array {
  const copy = bytes.slice();
  const start = Math.floor(random() * copy.length);
  return copy.fill(random() < 0.5 ? 0 : 255, start, start + Math.floor(random() * 64));
}

function pieceTwice(bytes: Uint8Array, random: Random): Uint8Array {
  const [start, end] = piece(bytes, random);
  return Uint8Array.from([...bytes.subarray(0, end), ...bytes.subarray(start, end), ...bytes.subarray(end)]);
}

function pieceGone(bytes: Uint8Array, random: Random): Uint8Array {
  const [start, end] = piece(bytes, random);
  return Uint8Array.from([...bytes.subarray(0, start), ...bytes.subarray(end)]);
}

function piece(bytes: Uint8Array, random: Random): [number, number] {
  const start = Math.floor(random() * bytes.length);
  return [start, Math.min(bytes.length, start + 1 + Math.floor(random() * 128))];
}
