import { AppError } from '../base/app-error.ts';
import { parseDate } from '../geo/declination.ts';

/** One option of a command. `many`: takes several values (until the next option) and may be repeated; `each`: one value each time. */
export interface OptionSpec {
  readonly kind: 'flag' | 'text' | 'number' | 'many' | 'each';
  readonly about: string;
}

/** A command of the command line: its file is named after it and exports it as `command`. */
export interface Command {
  readonly usage: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** How many words it takes beside its options; any number where this is absent. */
  readonly words?: number;
  run(call: Arguments): Promise<void>;
}

/** Numbers that mean the same in every command have one range: from `least`, or above `over`, to `most`. */
const RANGES: Readonly<Record<string, { readonly least?: number; readonly over?: number; readonly most?: number }>> = {
  'frequency-ghz': { least: 0.03, most: 300 },
  k: { least: 0.1, most: 1e6 },
  'radius-m': { over: 0 },
  'range-m': { over: 0 },
  'max-distance-m': { over: 0 },
  'around-m': { over: 0 },
  'target-height-m': { least: 0, most: 2000 },
  'height-m': { least: 0, most: 2000 },
  'parapet-m': { least: 0, most: 20 },
  'cable-loss-db': { least: 0 },
  'foliage-loss-db': { least: 0 },
  'rain-rate-mm-h': { least: 0 },
  'height-error': { over: 0, most: 100 },
  cell: { over: 0 },
  scale: { least: 50, most: 1e7 },
  seconds: { over: 0 },
};

/** What was typed, taken apart. */
export class Arguments {
  readonly positionals: readonly string[];
  readonly #values: ReadonlyMap<string, readonly string[]>;
  readonly #usage: string;

  constructor(positionals: readonly string[], values: ReadonlyMap<string, readonly string[]>, usage: string) {
    this.positionals = positionals;
    this.#values = values;
    this.#usage = usage;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  text(name: string): string | undefined {
    return this.#values.get(name)?.at(-1);
  }

  many(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** @throws AppError usage/arguments when the value is not a number, or not in the range of its option */
  number(name: string): number | undefined {
    const typed = this.text(name);
    if (typed === undefined) return undefined;
    const value = typed.trim() === '' ? NaN : Number(typed);
    if (!Number.isFinite(value)) throw this.wrong(`"${typed}" is not a number.`, `--${name}`);
    const { least = -Infinity, over = -Infinity, most = Infinity } = RANGES[name] ?? {};
    if (value >= least && (over === -Infinity || value > over) && value <= most) return value;
    const low = over === -Infinity ? `${least}` : `more than ${over}`;
    const high =
      most === Infinity ? (over === -Infinity ? ' or more' : '') : over === -Infinity ? ` to ${most}` : ` and at most ${most}`;
    throw this.wrong(`${value} is not ${low}${high}.`, `--${name}`);
  }

  /** A whole number within a range, or the fallback. */
  whole(name: string, range: { min: number; max: number; fallback: number }): number {
    const value = this.number(name) ?? range.fallback;
    if (Number.isInteger(value) && value >= range.min && value <= range.max) return value;
    throw this.wrong(`${value} is not a whole number from ${range.min} to ${range.max}.`, `--${name}`);
  }

  /** @throws AppError usage/missing when the option was not given */
  required(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw this.wrong(`--${name} is missing.`);
    return value;
  }

  /** One of some words, in whatever case it was typed; without the option the fallback, else the first. @throws AppError usage/arguments */
  oneOf<T extends string>(name: string, values: readonly T[], fallback = values[0]): T {
    return this.among(values, this.text(name) ?? fallback ?? '', `--${name}`);
  }

  /** The same for a word that was typed anywhere. */
  among<T extends string>(values: readonly T[], typed: string, where = ''): T {
    const found = values.find((value) => value.toLowerCase() === typed.toLowerCase());
    if (found === undefined) throw this.wrong(`"${typed}" is none of ${values.join(', ')}.`, where);
    return found;
  }

  /** A day such as 2026-05-31; today without the option. @throws AppError usage/arguments */
  day(name: string): { readonly text: string; readonly date: Date } {
    const text = this.text(name) ?? new Date().toISOString().slice(0, 10);
    const date = parseDate(text);
    if (date === null) throw this.wrong(`"${text}" is not a date such as 2026-05-31.`, `--${name}`);
    return { text, date };
  }

  positional(index: number, what: string): string {
    const value = this.positionals[index];
    if (value === undefined) throw this.wrong(`${what} is missing.`);
    return value;
  }

  /** The error for a command that was called wrongly; exit code 2. */
  wrong(what: string, where = ''): AppError {
    return new AppError('usage/arguments', { what, where, remedy: `Usage: weft ${this.#usage}` });
  }
}

/**
 * Takes a command's words apart. `--name value`, `--name=value`; a value may begin with a minus when it is a number or
 * a position (`--at -71.09,42.37`). `--json` is known to every command.
 */
export function parseArguments(words: readonly string[], command: Command): Arguments {
  const positionals: string[] = [];
  const values = new Map<string, string[]>();
  const empty = new Arguments([], new Map(), command.usage);
  const add = (name: string, value: string): void => {
    values.set(name, [...(values.get(name) ?? []), value]);
  };
  let index = 0;
  const hasValue = (): boolean => {
    const word = words[index];
    return word !== undefined && (!word.startsWith('-') || /^-[\d.]/.test(word));
  };
  while (index < words.length) {
    const word = words[index++] ?? '';
    if (word === '--') {
      positionals.push(...words.slice(index));
      break;
    }
    if (!word.startsWith('--')) {
      positionals.push(word);
      continue;
    }
    const equals = word.indexOf('=');
    const name = word.slice(2, equals < 0 ? undefined : equals);
    const spec: OptionSpec | undefined = name === 'json' ? { kind: 'flag', about: 'answer as JSON' } : command.options[name];
    if (spec === undefined || !Object.hasOwn({ ...command.options, json: 0 }, name))
      throw empty.wrong(`There is no option --${name}.`);
    if (spec.kind === 'flag') {
      if (equals >= 0) throw empty.wrong(`--${name} takes no value.`);
      add(name, 'true');
    } else if (equals >= 0) {
      add(name, word.slice(equals + 1));
    } else {
      if (!hasValue()) throw empty.wrong(`--${name} needs a value.`);
      do add(name, words[index++] ?? '');
      while (spec.kind === 'many' && hasValue());
    }
  }
  const tooMuch = positionals[command.words ?? Infinity];
  if (tooMuch !== undefined) throw empty.wrong(`"${tooMuch}" is one word too many.`);
  return new Arguments(positionals, values, command.usage);
}

/** Reads `LON,LAT` or `LON,LAT,HEIGHT`. @param parts how many numbers there must be */
export function parseNumbers(typed: string, parts: number, call: Arguments, option: string): number[] {
  const numbers = typed.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  if (numbers.length !== parts || numbers.some((value) => !Number.isFinite(value))) {
    throw call.wrong(`"${typed}" should be ${parts === 2 ? 'LON,LAT' : 'LON,LAT,HEIGHT_M'}.`, `--${option}`);
  }
  const [lng = NaN, lat = NaN] = numbers;
  if (Math.abs(lng) > 180 || Math.abs(lat) > 90)
    throw call.wrong(`"${typed}" is not a longitude and latitude in degrees.`, `--${option}`);
  return numbers;
}
