import { AppError } from '../../base/app-error.ts';
import { lookupOf, parseWhere, type Where } from '../../io/where.ts';
import type { Feature } from '../../plan/feature-table.ts';
import type { Settings } from '../../plan/settings.ts';

/** What of the poles of a group is expected to need work, until each is surveyed; per cent. */
export interface MakeReadyShares {
  /** The condition that makes the group; empty for all other poles. */
  readonly group: string;
  readonly transferPercent: number;
  readonly replacementPercent: number;
}

/**
 * Tells the group of a pole by the setting `makeReadyGroups`: conditions with two shares each, such as
 * `owner='Verizon' and class>=5: 40/15; year<1975: 30/20`. The first that holds counts, else the two general settings.
 * @throws AppError study/make-ready-groups
 */
export function makeReadyGroups(settings: Settings): (pole: Feature) => MakeReadyShares {
  const groups = settings.makeReadyGroups
    .split(';')
    .filter((part) => part.trim() !== '')
    .map(parseGroup);
  const others: MakeReadyShares = {
    group: '',
    transferPercent: settings.makeReadyTransferPercent,
    replacementPercent: settings.makeReadyReplacementPercent,
  };
  return ({ geometry, fields }) => groups.find(({ where }) => where.matches(lookupOf(geometry, fields))) ?? others;
}

function parseGroup(part: string): MakeReadyShares & { readonly where: Where } {
  const found = /^(.*\S)\s*:\s*(\d+(?:\.\d+)?)\s*\/\s*(\d+(?:\.\d+)?)\s*$/.exec(part.trim());
  const [, group = '', transfer = '', replacement = ''] = found ?? [];
  if (found === null || Number(transfer) > 100 || Number(replacement) > 100) {
    throw new AppError('study/make-ready-groups', {
      what: `"${part.trim()}" is not a condition with two shares.`,
      where: 'makeReadyGroups',
      remedy: "Write: owner='Verizon' and class>=5: 40/15 — per cent that need a transfer, and that must be replaced.",
    });
  }
  return { group, where: parseWhere(group), transferPercent: Number(transfer), replacementPercent: Number(replacement) };
}
