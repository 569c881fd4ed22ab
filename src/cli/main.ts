import { AppError, isAbort } from '../base/app-error.ts';
import { PROGRAM_VERSION } from '../base/program.ts';
import { parseArguments, type Command } from './arguments.ts';

/** Loaded when called, so that `weft link` does not wait for the PDF writer. */
const COMMANDS: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  new: () => import('./new.ts'),
  copy: () => import('./copy.ts'),
  merge: () => import('./merge.ts'),
  import: () => import('./import.ts'),
  derive: () => import('./derive.ts'),
  set: () => import('./set.ts'),
  fields: () => import('./fields.ts'),
  costs: () => import('./costs.ts'),
  inspect: () => import('./inspect.ts'),
  check: () => import('./check.ts'),
  elevation: () => import('./elevation.ts'),
  link: () => import('./link.ts'),
  viewshed: () => import('./viewshed.ts'),
  sightlines: () => import('./sightlines.ts'),
  reach: () => import('./reach.ts'),
  hubs: () => import('./hubs.ts'),
  links: () => import('./links.ts'),
  worklist: () => import('./worklist.ts'),
  coverage: () => import('./coverage.ts'),
  panorama: () => import('./panorama.ts'),
  'roof-sheet': () => import('./roof-sheet.ts'),
  loss: () => import('./loss.ts'),
  equipment: () => import('./equipment.ts'),
  tree: () => import('./tree.ts'),
  siting: () => import('./siting.ts'),
  design: () => import('./design.ts'),
  explain: () => import('./explain.ts'),
  steer: () => import('./steer.ts'),
  'bad-poles': () => import('./bad-poles.ts'),
  phases: () => import('./phases.ts'),
  compare: () => import('./compare.ts'),
  worth: () => import('./worth.ts'),
  plan: () => import('./plan.ts'),
  export: () => import('./export.ts'),
  print: () => import('./print.ts'),
};

/**
 * Runs one command. @returns the exit code: 0 done, 1 input refused, 2 wrong usage, 3 a fault of ours, 130 cancelled
 */
export async function main(words: readonly string[]): Promise<number> {
  const [name = '', ...rest] = words[0] === '--json' ? [...words.slice(1), '--json'] : words;
  if (name === '' || name === 'help' || name === '--help') {
    process.stdout.write(
      `weft COMMAND …\nCommands: ${Object.keys(COMMANDS).join(', ')}\nweft COMMAND --help shows one; docs/CLI.md all; weft --version tells which this is.\n`,
    );
    return name === '' ? 2 : 0;
  }
  if (name === '--version' || name === 'version') {
    process.stdout.write(`weft ${PROGRAM_VERSION}\n`);
    return 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) {
    process.stderr.write(`weft: there is no command "${name}" — choose one of ${Object.keys(COMMANDS).join(', ')}\n`);
    return 2;
  }
  try {
    const { command } = await load();
    if (rest.includes('--help')) {
      process.stdout.write(helpFor(command));
      return 0;
    }
    await command.run(parseArguments(rest, command));
    return 0;
  } catch (error) {
    return report(name, error);
  }
}

function helpFor(command: Command): string {
  const options = Object.entries(command.options).map(([option, spec]) => `  --${option}  ${spec.about}\n`);
  return `weft ${command.usage}\n${options.join('')}  --json  answer as JSON\n`;
}

/** One line on standard error: what, where, what to do. */
function report(name: string, error: unknown): number {
  if (isAbort(error)) {
    process.stderr.write(`weft ${name}: cancelled\n`);
    return 130;
  }
  if (error instanceof AppError) {
    process.stderr.write(`weft ${name}: ${oneLine(error.message)}\n`);
    return error.code.startsWith('usage/') ? 2 : 1;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`weft ${name}: a fault in Weft, nothing was changed — please report this: ${oneLine(detail)}\n`);
  return 3;
}

/** Names from files may hold line breaks and terminal codes; neither leaves here. */
function oneLine(text: string): string {
  return text.replace(/\s*[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+\s*/gu, ' ');
}
