import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { completeBook } from '../cost/complete-book.ts';
import { tellLabour } from '../cost/labour-shares.ts';
import { bundledCostBook, labourSharesUrl } from '../io/bundled-data.ts';
import { readCostBook, readLabourShares, writeCostBook } from '../io/cost-book.ts';
import { apply } from '../plan/change.ts';
import type { Command } from './arguments.ts';
import { readFile, writeAtomically } from './files.ts';
import { openProject, saveProject } from './project.ts';
import { answer } from './terminal.ts';

export const command: Command = {
  usage: 'costs PROJECT.weft [--import BOOK.csv | --export BOOK.csv] [--labour] [--complete]',
  options: {
    import: { kind: 'text', about: 'replace the cost book by this CSV' },
    export: { kind: 'text', about: 'write the cost book as CSV' },
    labour: { kind: 'flag', about: 'tell labour from material by published and assumed shares, where the book does not' },
    complete: { kind: 'flag', about: 'add the items that Weft’s own book has and this one lacks, with their prices' },
  },
  words: 1,
  async run(call) {
    const path = call.positional(0, 'The project file');
    const plan = await openProject(path);
    const source = call.text('import');
    const target = call.text('export');
    if (source !== undefined && target !== undefined) throw call.wrong('Give --import or --export, not both.');
    if (source !== undefined) {
      const book = readCostBook(new TextDecoder().decode(readFile(source)), {
        name: basename(source),
        currency: plan.costBook.currency,
      });
      apply(plan, { note: 'import cost book', costBook: book });
      saveProject(path, plan);
    }
    if (call.has('complete')) {
      if (plan.costBook.kind !== 'all-in')
        throw call.wrong(
          'A book of construction units cannot be completed from one of all-in prices: add what it lacks by hand.',
          '--complete',
        );
      const bundled = bundledCostBook(plan.costBook.currency);
      const usual = readCostBook(new TextDecoder().decode(readFile(fileURLToPath(bundled.url))), bundled);
      apply(plan, { note: 'complete cost book', costBook: completeBook(plan.costBook, usual) });
      saveProject(path, plan);
    }
    if (call.has('labour')) {
      const shares = readLabourShares(new TextDecoder().decode(readFile(fileURLToPath(labourSharesUrl))));
      apply(plan, { note: 'tell labour', costBook: tellLabour(plan.costBook, shares) });
      saveProject(path, plan);
    }
    if (target !== undefined) writeAtomically(target, writeCostBook(plan.costBook));
    const { name, currency, kind, items } = plan.costBook;
    const weak = items.filter((item) => item.weak).length;
    answer(call, plan.costBook, [
      `${name} (${currency}, ${kind}), ${items.length} items, ${weak} of them an order of magnitude only (marked ~).`,
      ...items.map(
        (item) =>
          `${item.weak ? '~' : ' '} ${item.id.padEnd(24)} ${item.low} / ${item.likely} / ${item.high} per ${item.unit}  ${item.description}`,
      ),
    ]);
  },
};
