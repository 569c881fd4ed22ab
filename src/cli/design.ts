import { AppError } from '../base/app-error.ts';
import {
  countText,
  moneyRangeText,
  moneyText,
  numberText,
  percentText,
  plainSpaces,
  routeText,
  spanText,
} from '../base/quantity-text.ts';
import { apply } from '../plan/change.ts';
import { costRiskOf } from '../studies/build-plan/cost-risk.ts';
import { islandFields } from '../studies/build-plan/summary.ts';
import { percentileSentence, surveySentence } from '../studies/build-plan/statements.ts';
import { totalsOf } from '../studies/build-plan/totals.ts';
import { designFiber } from '../studies/fiber/design.ts';
import { effortOf } from '../studies/fiber/effort.ts';
import { fibrePlanOf } from '../studies/fiber/fibre-plan.ts';
import { islandSentence, reasonFor } from '../studies/fiber/not-reached.ts';
import { reuseSentence } from '../studies/fiber/reuse-words.ts';
import { opticalStudy } from '../studies/fiber/optical-study.ts';
import { mostAboveText, shorterSentence } from '../studies/fiber/bound-words.ts';
import { opticalFields, opticalSentences } from '../studies/fiber/optical-words.ts';
import type { Command } from './arguments.ts';
import { openProject, saveProject } from './project.ts';
import { answer, terminalJob } from './terminal.ts';

/** So many islands are told line by line. */
const ISLANDS_TOLD = 5;

export const command: Command = {
  usage: 'design PROJECT.weft fiber|mesh|hybrid [--effort N] [--seed N] [--reuse]',
  options: {
    effort: { kind: 'number', about: 'how hard to search, 1 to 5; default 2' },
    seed: { kind: 'number', about: 'seed of the search; default 1' },
    reuse: { kind: 'flag', about: 'search only where something changed since the present design; elsewhere its routes stay' },
  },
  words: 2,
  async run(call) {
    const path = call.positional(0, 'The project file');
    const kind = call.positional(1, 'What to design (fiber)');
    if (kind !== 'fiber' && kind !== 'mesh' && kind !== 'hybrid') throw call.wrong(`"${kind}" cannot be designed.`);
    if (kind !== 'fiber') {
      throw new AppError('study/not-available', {
        what: `Weft does not design ${kind} networks yet.`,
        where: kind,
        remedy: 'Design fiber.',
      });
    }
    const effort = effortOf(
      call.whole('effort', { min: 1, max: 5, fallback: 2 }),
      call.whole('seed', { min: 0, max: 2 ** 31 - 1, fallback: 1 }),
    );
    const plan = await openProject(path);
    const network = await designFiber(plan, effort, terminalJob(), call.has('reuse'));
    apply(plan, { note: 'design fiber', fiber: network });
    saveProject(path, plan);
    const { total } = totalsOf(plan, network);
    const risk = costRiskOf(plan, network);
    const lowerBound = network.routeLowerBoundCents / 100;
    const gap = network.routeCostCents > 0 ? 1 - network.routeLowerBoundCents / network.routeCostCents : 0;
    const { units } = plan.settings;
    const fibres = fibrePlanOf(network, plan.settings);
    const optical = opticalStudy(fibres, plan.settings);
    const aerial = percentText(total.routeLengthM > 0 ? total.aerialLengthM / total.routeLengthM : 0, 1);
    const range = moneyRangeText(total.costLow, total.costHigh, total.currency);
    const passing = moneyText(total.costLikely / total.premisesPassed, total.currency);
    const lines = [
      `${countText(total.premisesPassed, 'premises', 'premises')} passed, ${numberText(network.notReached.length)} not reached.`,
      ...network.islands.slice(0, ISLANDS_TOLD).map((island) => islandSentence(island, units, total.currency)),
      ...(network.islands.length > ISLANDS_TOLD
        ? [`${countText(network.islands.length - ISLANDS_TOLD, 'more island')}: see --json or the build plan.`]
        : []),
      `Route ${routeText(total.routeLengthM, units)}, ${aerial} aerial, ${countText(total.polesUsed, 'pole')} (${numberText(total.polesNew)} new).`,
      ...(total.inServiceLengthM > 0
        ? [`${spanText(total.inServiceLengthM, units)} more in cables in service, where nothing is built.`]
        : []),
      `To pass: ${moneyText(total.costLikely, total.currency)} (${range}), ${passing} a passing.`,
      percentileSentence(risk.total, total.currency),
      ...surveySentence(risk.surveyFirst),
      network.routeLowerBoundCents > 0
        ? `The routes cost at most ${mostAboveText(network.routeCostCents, network.routeLowerBoundCents)} more than the cheapest that this map and these prices allow.${shorterSentence(network, total.currency)}`
        : 'How much cheaper the routes could be was not proved.',
      ...(call.has('reuse') ? [reuseSentence(network.reuse)] : []),
      ...opticalSentences(optical, units),
    ];
    const premisesNotReached = network.notReached.map((one) => ({ id: one.id, reason: plainSpaces(reasonFor(one, units)) }));
    const opticalBudget = opticalFields(fibres, optical, units);
    answer(
      call,
      {
        ...total,
        ...risk.total,
        lowerBound,
        gap,
        surveyFirst: risk.surveyFirst,
        reuse: network.reuse,
        opticalBudget,
        premisesNotReached,
        islands: network.islands.map(islandFields),
      },
      lines.map(plainSpaces),
    );
  },
};
