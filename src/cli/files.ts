import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { AppError } from '../base/app-error.ts';
import { readGzip } from '../io/zip.ts';

/** Reads a file whole. @throws AppError file/missing when it cannot be read */
export function readFile(path: string): Uint8Array {
  try {
    const { buffer, byteOffset, length } = readFileSync(path);
    // Node's own kind of bytes has a `slice` that does not copy.
    return new Uint8Array(buffer, byteOffset, length);
  } catch (error) {
    throw unreadable(path, error);
  }
}

/**
 * Reads a raster into memory that threads can share, so that cells that are used as they lie in the file need no copy for them.
 * @throws AppError file/missing when it cannot be read
 */
export function readSharedFile(path: string): Uint8Array {
  const length = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  // What is no ordinary file has no size.
  if (length === 0) return readFile(path);
  try {
    const bytes = new Uint8Array(new SharedArrayBuffer(length));
    const handle = openSync(path, 'r');
    try {
      let at = 0;
      for (let read = 1; read > 0 && at < length; at += read)
        read = readSync(handle, bytes, at, Math.min(length - at, MOST_READ), null);
      return bytes.subarray(0, at);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Bytes that are read in one call. */
const MOST_READ = 2 ** 30;

function unreadable(path: string, error: unknown): AppError {
  return new AppError(
    'file/missing',
    { what: 'The file cannot be read.', where: path, remedy: 'Check the path and the permission to read it.' },
    error,
  );
}

/** Reads a file and its name; a name ending in `.gz` is unpacked and loses that ending. @param read as `readFile` does */
export function readInput(path: string, read = readFile): { name: string; bytes: Uint8Array } {
  const name = basename(path);
  const bytes = read(path);
  if (!name.endsWith('.gz')) return { name, bytes };
  return { name: name.slice(0, -3), bytes: readGzip(path, bytes) };
}

/** Writes a file so that either the old or the new content is there, whatever happens in between. */
export function writeAtomically(path: string, bytes: Uint8Array): void {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = openSync(temporary, 'w');
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new AppError(
      'file/not-written',
      {
        what: 'The file cannot be written; what was there is unchanged.',
        where: path,
        remedy: 'Check the folder, its permission and free space.',
      },
      error,
    );
  }
}

/** Makes a folder and those above it. @throws AppError file/not-written where it cannot be made */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new AppError(
      'file/not-written',
      { what: 'The folder cannot be made.', where: path, remedy: 'Choose another name, or check the permission.' },
      error,
    );
  }
}

export function fileExists(path: string): boolean {
  return existsSync(path);
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** All files under a folder, by their paths in it, with slashes. */
export function listFiles(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(path, join(parentPath, name)).replaceAll('\\', '/'))
    .sort();
}

export function removeFile(path: string): void {
  rmSync(path, { force: true });
}
