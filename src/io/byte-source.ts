import { AppError } from '../base/app-error.ts';

/** Bytes that are read in pieces: a file far away, or one that is at hand. */
export interface ByteSource {
  /** Its address or name, for messages. */
  readonly name: string;
  readonly size: number;
  /** @throws AppError file/damaged for a piece beyond the end; what else can go wrong says the source */
  read(from: number, length: number): Promise<Uint8Array>;
}

/** Bytes that are at hand as a source. */
export function sourceOfBytes(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    read: (from, length) => {
      if (from < 0 || from + length > bytes.length) return Promise.reject(beyondEnd(name));
      return Promise.resolve(bytes.subarray(from, from + length));
    },
  };
}

/** The refusal of a piece that a file does not have. */
export function beyondEnd(name: string): AppError {
  return new AppError('file/damaged', {
    what: 'The file is damaged or cut short: it names a place beyond its end.',
    where: name,
    remedy: 'Fetch or make the file again.',
  });
}

const PAGE_BYTES = 2 ** 16;
const MOST_PAGES = 256;

/** A source that keeps the pages that it has read, for the many small pieces of which a directory is made. */
export function pagedSource(source: ByteSource): ByteSource {
  const pages = new Map<number, Promise<Uint8Array>>();
  const page = (index: number): Promise<Uint8Array> => {
    const known = pages.get(index);
    if (known !== undefined) return known;
    const from = index * PAGE_BYTES;
    const read = source.read(from, Math.min(PAGE_BYTES, source.size - from));
    pages.set(index, read);
    const [oldest] = pages.keys();
    if (pages.size > MOST_PAGES && oldest !== undefined) pages.delete(oldest);
    return read;
  };
  return {
    ...source,
    async read(from, length) {
      if (from < 0 || length < 0 || from + length > source.size) throw beyondEnd(source.name);
      // Long pieces are lists of blocks: they come at once.
      if (length > 4 * PAGE_BYTES) return source.read(from, length);
      const out = new Uint8Array(length);
      for (let at = from; at < from + length;) {
        const index = Math.floor(at / PAGE_BYTES);
        const start = at - index * PAGE_BYTES;
        const part = (await page(index)).subarray(start, start + from + length - at);
        out.set(part, at - from);
        at += part.length;
      }
      return out;
    },
  };
}

/** Pieces that lie closer together than this are asked for at once, bytes. */
const GAP_BYTES = 2 ** 15;
const MOST_AT_ONCE = 2 ** 23;

/** A piece of a source. */
export interface Piece {
  readonly from: number;
  readonly length: number;
}

/** Pieces in as few requests as make sense: neighbours together, none larger than 8 MB unless a piece itself is. @returns groups, each in order */
export function joinedPieces<P extends Piece>(pieces: readonly P[]): { from: number; length: number; pieces: P[] }[] {
  const groups: { from: number; length: number; pieces: P[] }[] = [];
  for (const piece of [...pieces].sort((a, b) => a.from - b.from)) {
    const last = groups.at(-1);
    const end = piece.from + piece.length;
    if (last !== undefined && piece.from - (last.from + last.length) <= GAP_BYTES && end - last.from <= MOST_AT_ONCE) {
      last.length = Math.max(last.length, end - last.from);
      last.pieces.push(piece);
    } else groups.push({ from: piece.from, length: piece.length, pieces: [piece] });
  }
  return groups;
}
