/** SQLite databases in memory. The only file that knows sqlite-wasm, which is loaded when first needed. */
import type { Database, Sqlite3Static, SqlValue } from '@sqlite.org/sqlite-wasm';
import { AppError } from '../base/app-error.ts';

export type { SqlValue };
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** Larger files would not fit into the memory of the module twice. */
const MOST_BYTES = 1024 ** 3;

/** A database that is open. */
export class Sqlite {
  readonly #db: Database;
  readonly #library: Sqlite3Static;

  constructor(db: Database, library: Sqlite3Static) {
    this.#db = db;
    this.#library = library;
  }

  /** Runs statements that answer nothing. */
  run(sql: string): void {
    this.#db.exec(sql);
  }

  /** Runs one statement for each list of values. */
  runMany(sql: string, lists: Iterable<readonly SqlValue[]>): void {
    const statement = this.#db.prepare(sql);
    try {
      for (const list of lists) {
        statement.bind(list);
        list.forEach((value, i) => {
          // The package writes every whole number as 64 bits, which large ones overflow in silence.
          if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
            this.#library.capi.sqlite3_bind_double(statement, i + 1, value);
        });
        statement.stepReset();
      }
    } finally {
      statement.finalize();
    }
  }

  /** The rows that a question is answered with, one after the other. */
  *rows(sql: string, values: readonly SqlValue[] = []): Generator<SqlRow> {
    const statement = this.#db.prepare(sql);
    try {
      if (values.length > 0) statement.bind(values);
      while (statement.step()) yield statement.get({});
    } finally {
      statement.finalize();
    }
  }
}

/** A name as SQL takes any. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

let library: Promise<Sqlite3Static> | undefined;

function loadLibrary(): Promise<Sqlite3Static> {
  library ??= import('@sqlite.org/sqlite-wasm').then(({ default: start }) => start());
  return library;
}

/**
 * Reads a database file. Its size is compared with its header and its whole inside checked before anything of it is believed.
 * @throws AppError import/damaged, import/too-large
 */
export async function readSqlite<T>(name: string, bytes: Uint8Array, read: (db: Sqlite) => Promise<T>): Promise<T> {
  checkSize(name, bytes);
  const sqlite = await loadLibrary();
  const db = new sqlite.oo1.DB(':memory:', 'c');
  try {
    const { capi, wasm } = sqlite;
    const at = wasm.alloc(bytes.length);
    wasm.heap8u().set(bytes, at);
    // A file in write-ahead mode, whose log is not here, opens as one without.
    wasm.heap8u().set([1, 1], at + 18);
    const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_READONLY;
    db.checkRc(capi.sqlite3_deserialize(db, 'main', at, bytes.length, bytes.length, flags));
    db.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON');
    const found = String(db.selectValue('PRAGMA integrity_check(1)'));
    if (found !== 'ok') throw damaged(name, found);
    return await read(new Sqlite(db, sqlite));
  } catch (error) {
    if (!(error instanceof sqlite.SQLite3Error)) throw error;
    throw damaged(name, error.message.replace(/^.*?: /, ''), error);
  } finally {
    db.close();
  }
}

/** Makes a database file. The same statements give the same bytes. */
export async function makeSqlite(write: (db: Sqlite) => Promise<void>): Promise<Uint8Array> {
  const sqlite = await loadLibrary();
  const db = new sqlite.oo1.DB(':memory:', 'c');
  try {
    await write(new Sqlite(db, sqlite));
    return sqlite.capi.sqlite3_js_db_export(db);
  } finally {
    db.close();
  }
}

/** SQLite's file format, section 1.3: the size of a page, and how many there are where the count is up to date. */
function checkSize(name: string, bytes: Uint8Array): void {
  if (bytes.length > MOST_BYTES)
    throw new AppError('import/too-large', {
      what: `The database has ${Math.round(bytes.length / 1e6)} MB; at most 1,073 MB can be read.`,
      where: name,
      remedy: 'Export the layer that is wanted into a file of its own.',
    });
  if (bytes.length < 100) throw damaged(name, `it ends after ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const page = view.getUint16(16) === 1 ? 65536 : view.getUint16(16);
  const isCounted = view.getUint32(24) === view.getUint32(92) && view.getUint32(28) > 0;
  const stated = view.getUint32(28) * page;
  if (isCounted ? bytes.length < stated : bytes.length % page !== 0)
    throw damaged(name, `it has ${bytes.length} bytes where its header says ${stated}`);
}

function damaged(where: string, what: string, cause?: unknown): AppError {
  return new AppError(
    'import/damaged',
    { what: `The database is damaged: ${what}. Nothing was added.`, where, remedy: 'Fetch or export it again.' },
    cause,
  );
}
