import { basename } from 'node:path';
import { readPlanetAntenna } from '../io/antenna-file.ts';
import { apply } from '../plan/change.ts';
import type { Plan } from '../plan/plan.ts';
import { catalogueWith, equipmentById, withAntenna, withOwn } from '../radio/equipment.ts';
import type { Arguments, Command } from './arguments.ts';
import { readCatalogue, readEquipment } from './budget.ts';
import { readFile } from './files.ts';
import { openProject, saveProject } from './project.ts';
import { answer } from './terminal.ts';

/** `weft equipment`: the radios that the program knows, and those of a project. */
export const command: Command = {
  usage: 'equipment [PROJECT.weft [--import FILE.csv] [--antenna ID=FILE.msi ...] [--remove ID ...]] [--catalogue FILE.csv]',
  options: {
    catalogue: { kind: 'text', about: 'your own equipment: CSV as data/equipment/README.md describes it' },
    import: {
      kind: 'text',
      about: 'take the equipment of this CSV into the project; of the same id it takes the place of what is there',
    },
    antenna: {
      kind: 'each',
      about: 'a radio with the antenna of an MSI Planet file (.msi, .pln), as one more radio of the project',
    },
    remove: { kind: 'each', about: "take a radio of the project's own out of it" },
  },
  words: 1,
  async run(call) {
    const path = call.positionals[0];
    const plan = path === undefined ? null : await openProject(path);
    const edits = ['import', 'antenna', 'remove'].filter((name) => call.has(name));
    if (plan === null && edits.length > 0) throw call.wrong(`--${edits[0] ?? ''} needs a project.`);
    if (path !== undefined && plan !== null && edits.length > 0) {
      apply(plan, { note: 'alter equipment', equipment: altered(plan, call) });
      saveProject(path, plan);
    }
    const catalogue = catalogueWith(plan?.equipment ?? [], readCatalogue(call));
    const wide = Math.max(...catalogue.map(({ id }) => id.length));
    const lines = catalogue.map(
      ({ id, name, frequencyMinGhz, frequencyMaxGhz, powerDbm, gainDbi, source }) =>
        `${id.padEnd(wide)}  ${name}: ${frequencyMinGhz}–${frequencyMaxGhz} GHz, ${powerDbm} dBm, ${gainDbi} dBi (${source})`,
    );
    answer(call, { equipment: catalogue, own: plan?.equipment.map(({ id }) => id) ?? [] }, lines);
  },
};

function altered(plan: Plan, call: Arguments): Plan['equipment'] {
  const file = call.text('import');
  let own = file === undefined ? plan.equipment : withOwn(plan.equipment, readEquipment(file));
  for (const pair of call.many('antenna')) {
    const at = pair.indexOf('=');
    if (at < 1) throw call.wrong(`"${pair}" is not ID=FILE.msi.`, '--antenna');
    const [radio, path] = [equipmentById(catalogueWith(own, readCatalogue(call)), pair.slice(0, at)), pair.slice(at + 1)];
    const antenna = readPlanetAntenna(new TextDecoder().decode(readFile(path)), basename(path));
    own = withOwn(own, [withAntenna(radio, antenna, basename(path))]);
  }
  for (const id of call.many('remove')) {
    equipmentById(own, id);
    own = own.filter((one) => one.id !== id);
  }
  return own;
}
