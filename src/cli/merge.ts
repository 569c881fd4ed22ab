import { AppError } from '../base/app-error.ts';
import { apply } from '../plan/change.ts';
import { mergePlans, type MergeConflict } from '../plan/merge.ts';
import type { Command } from './arguments.ts';
import { openProject, saveProject } from './project.ts';
import { answer } from './terminal.ts';

/** Conflicts that are told one by one; all of them stand in the answer as JSON. */
const TOLD = 20;

export const command: Command = {
  usage: 'merge ANCESTOR.weft OURS.weft THEIRS.weft --out MERGED.weft [--prefer ours|theirs]',
  words: 3,
  options: {
    out: { kind: 'text', about: 'where the merged project goes; a name that ends in / is a folder' },
    prefer: {
      kind: 'text',
      about: 'whose value stands where both altered the same; without it conflicts are listed and nothing is written',
    },
  },
  async run(call) {
    const out = call.required('out');
    const prefer = call.text('prefer');
    if (prefer !== undefined && prefer !== 'ours' && prefer !== 'theirs')
      throw call.wrong(`"${prefer}" is neither ours nor theirs.`, '--prefer');
    const base = await openProject(call.positional(0, 'The common ancestor'));
    const ours = await openProject(call.positional(1, 'Our version'));
    const theirs = await openProject(call.positional(2, 'Their version'));
    const { change, conflicts, counts } = mergePlans(base, ours, theirs, prefer ?? 'ours');
    const written = prefer !== undefined || conflicts.length === 0;
    if (written) {
      apply(ours, change);
      saveProject(out, ours);
    }
    answer(call, { written, ...counts, conflicts }, [
      `From theirs: ${counts.added} added, ${counts.altered} altered, ${counts.deleted} deleted; ${conflicts.length} conflicts.`,
      ...conflicts.slice(0, TOLD).map(sentence),
      ...(conflicts.length > TOLD ? [`… and ${conflicts.length - TOLD} more: --json lists all.`] : []),
    ]);
    if (written) return;
    throw new AppError('project/conflicts', {
      what: `Both versions altered the same in ${conflicts.length === 1 ? 'one place' : `${conflicts.length} places`}. Nothing was written.`,
      where: out,
      remedy: 'Say whose values stand with --prefer ours or --prefer theirs; the others are listed.',
    });
  },
};

function sentence({ where, id, field, base, ours, theirs }: MergeConflict): string {
  const what = [where, id, field].filter(Boolean).join(', ');
  if (typeof ours === 'object' || typeof theirs === 'object') {
    if (ours === undefined) return `${what}: deleted in ours, altered in theirs; it stays`;
    return theirs === undefined ? `${what}: altered in ours, deleted in theirs; it stays` : `${what}: altered in both`;
  }
  const [was, here, there] = [base, ours, theirs].map((value) => String(value ?? 'nothing'));
  return `${what}: was ${was}, ours ${here}, theirs ${there}`;
}
