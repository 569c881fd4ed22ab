import { AppError } from '../base/app-error.ts';

/**
 * Reads the fields of a JSON object one by one. Whatever is missing, of the wrong kind or left over is refused by name; what is
 * not given and has a usual value takes it, and `assumed` tells so.
 */
export class JsonFields {
  readonly #record: Readonly<Record<string, unknown>>;
  readonly #file: string;
  readonly #path: string;
  readonly #read = new Set<string>();
  readonly #assumed: string[];

  /** @param file named in refusals; @param path of the object inside the file, with a dot at its end; empty for all of it */
  constructor(record: Readonly<Record<string, unknown>>, file: string, path = '', assumed: string[] = []) {
    this.#record = record;
    this.#file = file;
    this.#path = path;
    this.#assumed = assumed;
  }

  /** Sentences about usual values that were taken, in the order they were asked for. */
  get assumed(): readonly string[] {
    return this.#assumed;
  }

  has(name: string): boolean {
    return this.#record[name] !== undefined;
  }

  /** @param usual taken where the field is not given; without it the field must be there */
  number(name: string, usual?: number): number {
    const value = this.#take(name, usual);
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw this.#refusal(name, `It is not a number, but ${JSON.stringify(value)}.`);
  }

  flag(name: string, usual: boolean): boolean {
    const value = this.#take(name, usual);
    if (typeof value === 'boolean') return value;
    throw this.#refusal(name, `It is neither true nor false, but ${JSON.stringify(value)}.`);
  }

  choice<T extends string>(name: string, values: readonly T[]): T {
    return this.#oneOf(name, this.#take(name), values);
  }

  numbers(name: string): number[] {
    const list = this.#list(name);
    return list.map((value, i) => {
      if (typeof value === 'number' && Number.isFinite(value)) return value;
      throw this.#refusal(`${name}[${i}]`, `It is not a number, but ${JSON.stringify(value)}.`);
    });
  }

  choices<T extends string>(name: string, values: readonly T[]): T[] {
    return this.#list(name).map((value, i) => this.#oneOf(`${name}[${i}]`, value, values));
  }

  object(name: string): JsonFields {
    const value = this.#take(name);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw this.#refusal(name, 'It is not an object { … }.');
    // An object that is no list has only text keys in JSON.
    return new JsonFields(value as Readonly<Record<string, unknown>>, this.#file, `${this.#path}${name}.`, this.#assumed);
  }

  /** A usual value that stands for a field that was not given. */
  assume(name: string, text: string): void {
    this.#assumed.push(`${this.#path}${name}: ${text} (not given).`);
  }

  /** Refuses fields that nobody asked for: a misspelt one must not pass for a usual value. */
  finish(): void {
    const extra = Object.keys(this.#record).find((name) => !this.#read.has(name));
    if (extra === undefined) return;
    throw this.#refusal(extra, 'There is no such field.', `Fields: ${[...this.#read].join(', ')}.`);
  }

  /** For fields that do not fit each other. */
  refuse(name: string, what: string): AppError {
    return this.#refusal(name, what);
  }

  #take(name: string, usual?: number | boolean): unknown {
    this.#read.add(name);
    const value = Object.hasOwn(this.#record, name) ? this.#record[name] : undefined;
    if (value !== undefined) return value;
    if (usual === undefined) throw this.#refusal(name, 'The field is missing.');
    this.assume(name, String(usual));
    return usual;
  }

  #list(name: string): readonly unknown[] {
    const value = this.#take(name);
    if (Array.isArray(value)) return value;
    throw this.#refusal(name, 'It is not a list [ … ].');
  }

  #oneOf<T extends string>(name: string, value: unknown, values: readonly T[]): T {
    const found = values.find((candidate) => candidate === value);
    if (found === undefined) throw this.#refusal(name, `${JSON.stringify(value)} is none of ${values.join(', ')}.`);
    return found;
  }

  #refusal(name: string, what: string, remedy = 'docs/examples has a complete file for each model.'): AppError {
    return new AppError('file/field', { what, where: `${this.#file}: ${this.#path}${name}`, remedy });
  }
}

/** The object that a file of JSON holds. @throws AppError file/not-json */
export function readJsonFields(file: string, bytes: Uint8Array): JsonFields {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw notAnObject(file, error);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notAnObject(file);
  // An object that is no list has only text keys in JSON.
  return new JsonFields(value as Readonly<Record<string, unknown>>, file);
}

function notAnObject(file: string, cause?: unknown): AppError {
  const text = {
    what: 'The file is not a JSON object.',
    where: file,
    remedy: 'docs/examples has a complete file for each model.',
  };
  return new AppError('file/not-json', text, cause);
}
