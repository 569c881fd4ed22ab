import { readFileSync } from 'node:fs';
import { Validator, type Schema } from '@cfworker/json-schema';

/** The faults of a value by a JSON Schema (2020-12), `others` being the schemas that it names. */
export function schemaFaults(value: unknown, schemaPath: string, others: readonly string[] = []): string[] {
  const read = (path: string): Schema => JSON.parse(readFileSync(path, 'utf8')) as Schema;
  const validator = new Validator(read(schemaPath), '2020-12', false);
  for (const path of others) validator.addSchema(read(path));
  return validator.validate(value).errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`);
}
