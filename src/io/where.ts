import { AppError } from '../base/app-error.ts';
import type { Geometry } from '../geo/geometry.ts';
import { areaM2 } from '../geo/polygon.ts';
import { lengthM } from '../geo/polyline.ts';
import { type FieldValue } from '../plan/feature-table.ts';
import { partsOf } from '../plan/geometry-columns.ts';

/** Gives the value of a field of the feature that is looked at, undefined where it is missing. */
export type FieldLookup = (name: string) => FieldValue | undefined;

/** A condition, and the names of the fields that it asks for. */
export interface Where {
  readonly fields: readonly string[];
  matches(lookup: FieldLookup): boolean;
}

/** A feature's fields, and what is computed of its geometry: `areaM2` (square metres) and `lengthM` (metres). Names differ in case only where fields do. */
export function lookupOf(geometry: Geometry | null, fields: Readonly<Record<string, FieldValue>>): FieldLookup {
  return (name) => {
    if (Object.hasOwn(fields, name)) return fields[name];
    if (name === 'areaM2') return areaM2(geometry);
    if (name === 'lengthM')
      return geometry === null ? 0 : partsOf(geometry).reduce((sum, part) => sum + lengthM(part[0] ?? []), 0);
    const plain = name.toLowerCase();
    const column = Object.keys(fields).find((one) => one.toLowerCase() === plain);
    return column === undefined ? undefined : fields[column];
  };
}

type Test = (lookup: FieldLookup) => boolean;

interface Token {
  readonly kind: 'word' | 'quoted' | 'number' | 'text' | 'sign';
  readonly text: string;
}

const TOKENS =
  /\s+|"((?:[^"]|"")*)"|'((?:[^']|'')*)'|(-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(?![\w:])|(==|!=|<>|<=|>=|[=<>(),])|([^\s"'=<>!(),]+)/giy;

/**
 * Reads a condition such as `areaM2>=60`, `power=pole and not "addr:city" in ('Bayreuth', 'Bindlach')`: field names (in double quotes
 * where they hold signs), numbers, 'texts' (a bare word on the right is a text too), = == != <> < <= > >=, in, and, or, not, brackets.
 * A missing field equals nothing; `!=` and `not` hold for it. @throws AppError import/where
 */
export function parseWhere(text: string): Where {
  return new Parser(text).parse();
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #fields = new Set<string>();
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = this.#tokensOf(text);
  }

  parse(): Where {
    const matches = this.#or();
    if (this.#at < this.#tokens.length) throw this.#wrong(`"${this.#peek()?.text ?? ''}" is not expected there`);
    return { fields: [...this.#fields], matches };
  }

  #or(): Test {
    let left = this.#and();
    while (this.#acceptWord('or')) {
      const [a, b] = [left, this.#and()];
      left = (lookup) => a(lookup) || b(lookup);
    }
    return left;
  }

  #and(): Test {
    let left = this.#not();
    while (this.#acceptWord('and')) {
      const [a, b] = [left, this.#not()];
      left = (lookup) => a(lookup) && b(lookup);
    }
    return left;
  }

  #not(): Test {
    if (this.#acceptWord('not')) {
      const inner = this.#not();
      return (lookup) => !inner(lookup);
    }
    if (!this.#acceptSign('(')) return this.#comparison();
    const inner = this.#or();
    if (!this.#acceptSign(')')) throw this.#wrong('a closing bracket is missing');
    return inner;
  }

  #comparison(): Test {
    const field = this.#next();
    if (field === undefined || (field.kind !== 'word' && field.kind !== 'quoted'))
      throw this.#wrong('the name of a field is missing');
    this.#fields.add(field.text);
    if (this.#acceptWord('not')) {
      if (!this.#acceptWord('in')) throw this.#wrong('"in" is missing after "not"');
      const inside = this.#inList(field.text);
      return (lookup) => !inside(lookup);
    }
    if (this.#acceptWord('in')) return this.#inList(field.text);
    const sign = this.#next();
    if (sign?.kind !== 'sign' || !/^[=<>!]/.test(sign.text)) throw this.#wrong(`after "${field.text}" a comparison is missing`);
    const value = this.#value();
    return (lookup) => compare(lookup(field.text), sign.text, value);
  }

  #inList(field: string): Test {
    if (!this.#acceptSign('(')) throw this.#wrong('after "in" a list in brackets is missing');
    const values: FieldValue[] = [];
    do values.push(this.#value());
    while (this.#acceptSign(','));
    if (!this.#acceptSign(')')) throw this.#wrong('a closing bracket is missing');
    return (lookup) => values.some((value) => compare(lookup(field), '=', value));
  }

  #value(): FieldValue {
    const token = this.#next();
    if (token === undefined || token.kind === 'sign') throw this.#wrong('a value is missing');
    return token.kind === 'number' ? Number(token.text) : token.text;
  }

  #tokensOf(text: string): Token[] {
    const tokens: Token[] = [];
    TOKENS.lastIndex = 0;
    while (TOKENS.lastIndex < text.length) {
      const at = TOKENS.lastIndex;
      const match = TOKENS.exec(text);
      if (match === null) throw this.#wrong(`it cannot be read from "${text.slice(at)}" on`);
      const [, quoted, single, number, sign, word] = match;
      if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted.replaceAll('""', '"') });
      else if (single !== undefined) tokens.push({ kind: 'text', text: single.replaceAll("''", "'") });
      else if (number !== undefined) tokens.push({ kind: 'number', text: number });
      else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
      else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    }
    return tokens;
  }

  #acceptWord(word: string): boolean {
    const token = this.#peek();
    if (token?.kind !== 'word' || token.text.toLowerCase() !== word) return false;
    this.#at++;
    return true;
  }

  #acceptSign(sign: string): boolean {
    const token = this.#peek();
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    this.#at++;
    return true;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #next(): Token | undefined {
    return this.#tokens[this.#at++];
  }

  #wrong(what: string): AppError {
    return new AppError('import/where', {
      what: `The condition cannot be understood: ${what}.`,
      where: this.#text,
      remedy: `Write it like: areaM2>=60 and power in ('pole', 'tower').`,
    });
  }
}

/** Numbers are compared as numbers where both are; true is `yes`, `true` and 1; everything else as text, equal only exactly. */
function compare(left: FieldValue | undefined, sign: string, right: FieldValue): boolean {
  if (left === undefined) return sign === '!=' || sign === '<>';
  const order = orderOf(left, right);
  switch (sign) {
    case '=':
    case '==':
      return order === 0;
    case '!=':
    case '<>':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}

/** Negative, zero or positive; NaN where the two cannot be compared. */
function orderOf(left: FieldValue, right: FieldValue): number {
  if (typeof left === 'boolean') return left === /^(yes|true|1)$/i.test(String(right)) ? 0 : NaN;
  const [a, b] = [numberOf(left), numberOf(right)];
  if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  if (typeof left === 'number' || typeof right === 'number') return NaN;
  return left < right ? -1 : left > right ? 1 : 0;
}

function numberOf(value: FieldValue): number {
  return typeof value === 'string' && value.trim() === '' ? NaN : Number(value);
}
