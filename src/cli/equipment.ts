import type { Command } from './arguments.ts';
import { readCatalogue } from './budget.ts';
import { answer } from './terminal.ts';

/** `weft equipment`: the radios that `weft link` knows. */
export const command: Command = {
  usage: 'equipment [--catalogue FILE.csv]',
  options: { catalogue: { kind: 'text', about: 'your own equipment: CSV as data/equipment/README.md describes it' } },
  words: 0,
  run(call) {
    const catalogue = readCatalogue(call);
    const wide = Math.max(...catalogue.map(({ id }) => id.length));
    const lines = catalogue.map(
      ({ id, name, frequencyMinGhz, frequencyMaxGhz, powerDbm, gainDbi, source }) =>
        `${id.padEnd(wide)}  ${name}: ${frequencyMinGhz}–${frequencyMaxGhz} GHz, ${powerDbm} dBm, ${gainDbi} dBi (${source})`,
    );
    answer(call, { equipment: catalogue }, lines);
    return Promise.resolve();
  },
};
