import { crc32c } from '../../base/crc32.ts';

/**
 * Frames: the pieces of which a generation's file is made. Each says how long it is, which state of the project it makes and which
 * frame it follows, and carries a checksum over all of that. What cannot be believed is passed over, not guessed.
 */

/** A snapshot is a whole state; a change makes the next state from the one before. */
export type FrameKind = 'snapshot' | 'change';

export interface Frame {
  readonly kind: FrameKind;
  /** Number of the state that is there after this frame: 0, 1, 2, … over all generations. */
  readonly sequence: number;
  /** Checksum of the change that led to the state before this one; for a snapshot, to its own state. */
  readonly previous: number;
  /** When it was made, milliseconds since 1970. */
  readonly atMs: number;
  /** Or its pieces, one behind the other: they are let go of as they are copied. */
  readonly payload: Uint8Array | Uint8Array[];
}

/** A frame as it was found in a file. */
export interface FoundFrame extends Frame {
  readonly payload: Uint8Array;
  /** Checksum over all of the frame: what the next change names as `previous`. */
  readonly checksum: number;
  /** Where it begins and ends in its file, bytes. */
  readonly from: number;
  readonly to: number;
}

const MAGIC = 0x31465457; // "WTF1" as bytes: Weft's first frame
const HEADER_BYTES = 36;
const KINDS: readonly FrameKind[] = ['snapshot', 'change'];

/** The bytes of a frame and its checksum. */
export function writeFrame({ kind, sequence, previous, atMs, payload }: Frame): { bytes: Uint8Array; checksum: number } {
  const pieces = payload instanceof Uint8Array ? [payload] : payload;
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const bytes = new Uint8Array(HEADER_BYTES + length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(8, length, true);
  view.setUint32(12, KINDS.indexOf(kind), true);
  view.setFloat64(16, sequence, true);
  view.setUint32(24, previous, true);
  view.setFloat64(28, atMs, true);
  let at = HEADER_BYTES;
  for (let piece = pieces.shift(); piece !== undefined; piece = pieces.shift()) {
    bytes.set(piece, at);
    at += piece.length;
  }
  const checksum = crc32c(bytes.subarray(8));
  view.setUint32(4, checksum, true);
  return { bytes, checksum };
}

/** All whole frames of a file, in its order. Bytes that are none (torn, overwritten, flipped) are passed over. */
export function* readFrames(bytes: Uint8Array): Generator<FoundFrame> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + HEADER_BYTES <= bytes.length;) {
    const frame = frameAt(bytes, view, at);
    if (frame !== null) yield frame;
    at = frame?.to ?? nextMagic(bytes, at + 1);
  }
}

function frameAt(bytes: Uint8Array, view: DataView, from: number): FoundFrame | null {
  if (view.getUint32(from, true) !== MAGIC) return null;
  const to = from + HEADER_BYTES + view.getUint32(from + 8, true);
  const kind = KINDS[view.getUint32(from + 12, true)];
  if (to > bytes.length || kind === undefined) return null;
  const checksum = view.getUint32(from + 4, true);
  if (crc32c(bytes.subarray(from + 8, to)) !== checksum) return null;
  return {
    kind,
    sequence: view.getFloat64(from + 16, true),
    previous: view.getUint32(from + 24, true),
    atMs: view.getFloat64(from + 28, true),
    payload: bytes.subarray(from + HEADER_BYTES, to),
    checksum,
    from,
    to,
  };
}

function nextMagic(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(MAGIC & 255, from); at >= 0; at = bytes.indexOf(MAGIC & 255, at + 1)) {
    if (bytes[at + 1] === ((MAGIC >>> 8) & 255) && bytes[at + 2] === ((MAGIC >>> 16) & 255)) return at;
  }
  return bytes.length;
}
