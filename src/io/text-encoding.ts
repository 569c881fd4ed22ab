import { AppError } from '../base/app-error.ts';
import type { ProblemList } from './source-layer.ts';

/** Text files larger than this are refused: a text in memory ends at half a gigabyte. */
const MOST_BYTES = 400 * 2 ** 20;

/**
 * The text of a file: UTF-8, UTF-16 with or without a byte order mark, or, where it is none of these, Windows-1252 with a warning.
 * @throws AppError import/empty-file, import/too-large
 */
export function decodeText(name: string, bytes: Uint8Array, problems: ProblemList): string {
  if (bytes.length === 0) {
    throw new AppError('import/empty-file', {
      what: 'The file is empty (0 bytes).',
      where: name,
      remedy: 'Fetch or export it again.',
    });
  }
  if (bytes.length > MOST_BYTES) {
    throw new AppError('import/too-large', {
      what: 'A text file of more than 400 MB cannot be read at once.',
      where: name,
      remedy: 'Split it into several files and import them into the same layer.',
    });
  }
  const wide = utf16Of(bytes);
  if (wide !== null) {
    problems.add('note', 'import/encoding', '', 'The file is UTF-16 text.');
    return new TextDecoder(wide).decode(bytes);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: the usual other encoding of office programs, in which every byte is a letter.
    problems.add(
      'warning',
      'import/encoding',
      '',
      'The file is not UTF-8; it was read as Windows-1252. Look at names with accents.',
    );
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0 && bytes[3] === 0)) return 'utf-16le';
  return (first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && bytes[2] === 0) ? 'utf-16be' : null;
}
