import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { withSpare } from '../../../../src/fiber/cables.ts';
import type { FiberNetwork } from '../../../../src/plan/network.ts';
import type { Settings } from '../../../../src/plan/settings.ts';
import { designFiber } from '../../../../src/studies/fiber/design.ts';
import { fibrePlanOf, type FibreEnd, type FibrePlan } from '../../../../src/studies/fiber/fibre-plan.ts';
import { opticalStudy } from '../../../../src/studies/fiber/optical-study.ts';
import { opticalFields, opticalSentences } from '../../../../src/studies/fiber/optical-words.ts';
import { aTown } from '../../../support/fiber-town.ts';

const nameOf = (end: FibreEnd): string => (end.kind === 'cable' ? `${end.cableId} ${end.fibre}` : `${end.kind} ${end.port}`);

/** Follows light from one end through the splices; the places that it passes, and where it comes out. */
function follow(plan: FibrePlan, start: string): { out: string; splices: number; cables: string[] } {
  const next = new Map(plan.splices.map(({ from, to }) => [nameOf(from), to]));
  const cables: string[] = [];
  let at = start;
  let splices = 0;
  for (let end = next.get(at); end !== undefined; end = next.get(at)) {
    at = nameOf(end);
    splices++;
    if (end.kind === 'cable') cables.push(end.cableId);
  }
  return { out: at, splices, cables };
}

/** What is wrong with the fibres of a network, in words. */
function faultsOf(network: FiberNetwork, settings: Settings): string[] {
  const plan = fibrePlanOf(network, settings);
  const faults: string[] = plan.unassigned.map((id) => `${id} has no fibre`);
  for (const side of ['from', 'to'] as const) {
    const ends = plan.splices.map((splice) => nameOf(splice[side]));
    if (new Set(ends).size !== ends.length) faults.push(`a fibre is joined twice (${side})`);
  }
  const cables = new Map(plan.cables.map((cable) => [cable.id, cable]));
  const splitterUse = new Map<string, number>();
  const cabinetUse = new Map<string, number>();
  for (const { drop, terminal, cabinet, splitter, port, terminalPort, splices } of plan.premises) {
    const own = follow(plan, `splitter-output ${splitter} port ${port}`);
    if (own.out !== `terminal-port ${terminal.id} port ${terminalPort}`) faults.push(`${drop.id} ends at ${own.out}`);
    if (drop.terminalId !== terminal.id || terminalPort > terminal.ports) faults.push(`${drop.id} is at another terminal`);
    // The cables that the light passes lie end to end: each begins on the stretch below the last one's.
    const stretches = own.cables.flatMap((id) => cables.get(id)?.sections ?? []);
    if (own.cables.length > 0 && stretches[0]?.stretch.from !== cabinet.node)
      faults.push(`${drop.id} does not begin at its cabinet`);
    const fed = cabinet.inFacility ? { splices: 0, out: `splitter-input ${splitter}` } : followFeeder(plan, splitter);
    if (fed.out !== `splitter-input ${splitter}`) faults.push(`${splitter} is not fed`);
    if (splices !== own.splices + fed.splices)
      faults.push(`${drop.id} counts ${splices} splices, has ${own.splices + fed.splices}`);
    splitterUse.set(splitter, (splitterUse.get(splitter) ?? 0) + 1);
    cabinetUse.set(cabinet.id, (cabinetUse.get(cabinet.id) ?? 0) + 1);
  }
  for (const [splitter, used] of splitterUse) if (used > settings.splitRatio) faults.push(`${splitter} is over full`);
  for (const cabinet of network.cabinets)
    if (cabinetUse.get(cabinet.id) !== cabinet.premises) faults.push(`${cabinet.id} feeds others than it was designed for`);
  // The design counted fibres on its own way; at the top of a cable all of them are in it.
  for (const { stretch, used } of topsOf(plan))
    if (withSpare(used, settings.spareFibresPercent) !== stretch.fibres) faults.push(`${stretch.id} carries ${used} fibres`);
  const cableM = plan.cables.reduce((sum, { lengthM }) => sum + lengthM, 0);
  const designedM = network.stretches.reduce((sum, { cableLengthM }) => sum + cableLengthM, 0);
  if (Math.abs(cableM - designedM) > 0.001 * plan.cables.length + 1e-6)
    faults.push(`${cableM} m of cable, designed ${designedM} m`);
  return faults;
}

function followFeeder(plan: FibrePlan, splitter: string): { out: string; splices: number } {
  const port = plan.splices.find(({ from, serves }) => from.kind === 'feeder-port' && serves === `splitter ${splitter}`);
  return port === undefined ? { out: 'nothing', splices: 0 } : follow(plan, nameOf(port.from));
}

function topsOf(plan: FibrePlan): { stretch: FiberNetwork['stretches'][number]; used: number }[] {
  const tops = new Map<string, { stretch: FiberNetwork['stretches'][number]; used: number }>();
  for (const { sections, fibresUsed } of plan.cables) {
    const stretch = sections[0]?.stretch;
    if (stretch !== undefined) tops.set(stretch.id, { stretch, used: (tops.get(stretch.id)?.used ?? 0) + fibresUsed });
  }
  return [...tops.values()];
}

describe('the fibres of a design', () => {
  it('run unbroken from splitter port to terminal port in any town', async () => {
    const house = fc.record({ x: fc.integer({ min: -350, max: 350 }), y: fc.integer({ min: -350, max: 350 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(house, { minLength: 1, maxLength: 60 }),
        fc.constantFrom(8, 16, 288),
        fc.constantFrom(4, 8, 32),
        fc.boolean(),
        async (houses, cabinetPremises, splitRatio, twoHuts) => {
          const town = aTown().hut('hut', 5, 5).area('n', -400, 3.7, 400, 400);
          if (twoHuts) town.hut('other', 195, -195);
          for (const line of [-200, 0, 200])
            town.way(`ew${line}`, [[-300, line], [0, line], [300, line]]).way(`ns${line}`, [[line, -300], [line, 0], [line, 300]]); // prettier-ignore
          for (let x = -290; x < 290; x += 40) town.pole(`P${x + 1000}`, x, 6);
          houses.forEach(({ x, y }, i) => town.premises(`H${i}`, x, y));
          const plan = town.plan({ cabinetPremises, splitRatio, reelM: 500 });
          const network = await designFiber(plan, { effort: 1, seed: 1 }, quietJob);
          expect(faultsOf(network, plan.settings)).toEqual([]);
        },
      ),
      { numRuns: 20, seed: 11 },
    );
  });

  it('lose what a count by hand gives, and say what would mend a path that fails', async () => {
    const town = aTown().way('road', [[0, 0], [1000, 0]], { kind: 'track' }).hut('hut', 0, 3); // prettier-ignore
    town.premises('near', 500, 15).premises('far', 1000, 15);
    const plan = town.plan({ newPoles: false, slackPercent: 0, terminalReachM: 0 });
    const network = await designFiber(plan, { effort: 1, seed: 1 }, quietJob);
    const study = opticalStudy(fibrePlanOf(network, plan.settings), plan.settings);
    // 3 m from the hut, 1,000 m of road, 15 m of drop; splices at the splitter in the hut and at the terminal, the cable going on in one piece.
    expect(study.worst?.fibre.drop.premisesId).toBe('far');
    expect(study.worst?.fibre.fibreM).toBeCloseTo(1018, 0);
    expect(study.worst?.fibre.splices).toBe(2);
    expect(study.worst?.upDb).toBeCloseTo(1.018 * 0.45 + 17.1 + 2 * 0.1 + 6 * 0.3, 2);
    expect(study.worst?.verdict).toBe('within');
    expect(opticalSentences(study, 'metric')[0]).toBe('All 2 paths are within XGS-PON N1 (14–29 dB).');

    const strict = opticalStudy(fibrePlanOf(network, plan.settings), { ...plan.settings, opticalMarginDb: 10 });
    expect(strict.worst?.verdict).toBe('too-weak');
    expect(opticalFields(strict, 'metric')).toMatchObject({
      pathsTooWeak: 2,
      worst: { mend: ['use XGS-PON N2 transceivers', 'split 1:16'] },
    });
  });
});
