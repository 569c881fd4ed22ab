import { fileURLToPath } from 'node:url';
import { AppError } from '../base/app-error.ts';
import { bundledCostBook } from '../io/bundled-data.ts';
import { readCostBook } from '../io/cost-book.ts';
import { newPlan } from '../plan/plan.ts';
import { defaultSettings, withSetting } from '../plan/settings.ts';
import type { Command } from './arguments.ts';
import { fileExists, readFile } from './files.ts';
import { saveProject } from './project.ts';
import { answer } from './terminal.ts';

export const command: Command = {
  usage: 'new PROJECT.weft --name NAME [--units us|metric] [--currency USD]',
  options: {
    name: { kind: 'text', about: 'what the project is called' },
    units: { kind: 'text', about: 'units that people read: us or metric; us for USD, else metric' },
    currency: { kind: 'text', about: 'currency of the cost book: USD (default) or EUR' },
  },
  words: 1,
  async run(call) {
    const path = call.positional(0, 'The project file');
    const name = call.required('name').trim();
    if (name === '') throw call.wrong('A project needs a name.', '--name');
    if (fileExists(path)) {
      throw new AppError('file/exists', {
        what: 'There is a file of this name; it was not touched.',
        where: path,
        remedy: 'Choose another name, or delete the file.',
      });
    }
    const typedUnits = call.text('units');
    if (typedUnits !== undefined && typedUnits !== 'us' && typedUnits !== 'metric')
      throw call.wrong(`"${typedUnits}" is neither us nor metric.`, '--units');
    const currency = (call.text('currency') ?? 'USD').toUpperCase();
    const bundled = bundledCostBook(currency);
    const text = new TextDecoder().decode(readFile(fileURLToPath(bundled.url)));
    const units = typedUnits ?? (currency === 'USD' ? 'us' : 'metric');
    const plan = newPlan(name, readCostBook(text, bundled), withSetting(defaultSettings, 'units', units));
    saveProject(path, plan);
    answer(call, { project: path, name, units, currency, costBook: bundled.name }, [
      `Made ${path}: "${name}", prices from "${bundled.name}".`,
    ]);
  },
};
