import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { withSpare } from '../../../../src/fiber/cables.ts';
import type { FiberNetwork } from '../../../../src/plan/network.ts';
import type { Settings } from '../../../../src/plan/settings.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { billOf } from '../../../../src/studies/build-plan/bill.ts';
import { networkWithin } from '../../../../src/studies/build-plan/local-network.ts';
import { poleNumbers } from '../../../../src/studies/build-plan/pole-numbers.ts';
import { stakedLines } from '../../../../src/studies/build-plan/staking.ts';
import { stakingTable } from '../../../../src/studies/build-plan/staking-table.ts';
import { designFiber } from '../../../../src/studies/fiber/design.ts';
import { fibrePlanOf, type FibrePlan } from '../../../../src/studies/fiber/fibre-plan.ts';
import type { FibreEnd } from '../../../../src/studies/fiber/light-lines.ts';
import { opticalStudy } from '../../../../src/studies/fiber/optical-study.ts';
import { opticalFields, opticalSentences } from '../../../../src/studies/fiber/optical-words.ts';
import { aTown } from '../../../support/fiber-town.ts';

const nameOf = (end: FibreEnd): string => (end.kind === 'cable' ? `${end.cableId} ${end.fibre}` : `${end.kind} ${end.port}`);

/** What is wrong with the fibres of a network, in words: light is followed splice by splice, as a technician would. */
function faultsOf(network: FiberNetwork, settings: Settings): string[] {
  const plan = fibrePlanOf(network, settings);
  const faults: string[] = plan.unassigned.map((id) => `${id} has no fibre`);
  const above = new Map(network.stretches.map((stretch) => [stretch.to, stretch]));
  const cablesIn = new Map<string, Set<string>>();
  for (const { id, sections } of plan.cables)
    for (const { stretch } of sections) cablesIn.set(stretch.id, new Set([...(cablesIn.get(stretch.id) ?? []), id]));
  for (const { name, sections } of plan.lent) for (const { stretch } of sections) cablesIn.set(stretch.id, new Set([name]));
  const taken = new Set<string>();
  const used = new Map<string, number>();
  plan.lines.forEach((line, i) => {
    const ends = [line.upper, ...line.splices.map(({ to }) => to)];
    line.splices.forEach(({ from }, k) => {
      if (nameOf(from) !== nameOf(ends[k]!)) faults.push(`line ${i} is broken at splice ${k}`);
    });
    if (nameOf(ends.at(-1)!) !== nameOf(line.lower)) faults.push(`line ${i} ends at ${nameOf(ends.at(-1)!)}`);
    const inCable = ends.filter((end): end is FibreEnd & { kind: 'cable' } => end.kind === 'cable');
    const lengthM = line.cables.reduce((sum, cable) => sum + cable.lengthM, 0);
    let walkedM = 0;
    for (const { tier, from, to } of line.pieces)
      for (let node = to; node !== from;) {
        const stretch = above.get(node);
        if (stretch === undefined) {
          faults.push(`line ${i} has no way from ${from} to ${to}`);
          break;
        }
        const here = inCable.filter(
          ({ cableId, inService }) =>
            cablesIn.get(stretch.id)?.has(cableId) &&
            (inService !== undefined || plan.cables.find(({ id }) => id === cableId)?.tier === tier),
        );
        if (here.length !== 1) faults.push(`line ${i} lies in ${here.length} fibres of ${stretch.id}`);
        for (const { cableId, fibre } of here) {
          if (taken.has(`${stretch.id} ${cableId} ${fibre}`)) faults.push(`two lines share ${cableId} fibre ${fibre}`);
          taken.add(`${stretch.id} ${cableId} ${fibre}`);
        }
        used.set(`${tier} ${stretch.id}`, (used.get(`${tier} ${stretch.id}`) ?? 0) + 1);
        walkedM += stretch.inService?.fibreM ?? stretch.cableLengthM / stretch.cables.length;
        node = stretch.from;
      }
    if (Math.abs(walkedM - lengthM) > 1e-6) faults.push(`line ${i} is said to be ${lengthM} m long, is ${walkedM} m`);
  });
  for (const { id, inService, fibres, cables, cableLengthM } of network.stretches)
    if (inService !== undefined && (fibres > inService.spareFibres || cables.length > 0 || cableLengthM > 0))
      faults.push(`${id} takes ${fibres} of ${inService.spareFibres} fibres`);
  // The design counted fibres on its own way.
  for (const { id, fibres, feederFibres } of network.stretches) {
    const spare = { percent: settings.spareFibresPercent, least: settings.spareFibresLeast };
    if (withSpare(used.get(`feeder ${id}`) ?? 0, spare) !== feederFibres) faults.push(`${id} carries other feeder fibres`);
    if (withSpare(used.get(`distribution ${id}`) ?? 0, spare) !== fibres - feederFibres)
      faults.push(`${id} carries other fibres`);
  }
  const onFeed = new Map<string, number>();
  const onCabinet = new Map<string, number>();
  for (const { drop, terminal, terminalPort, cabinet, feed, stages, splices, fibreM } of plan.premises) {
    if (drop.terminalId !== terminal.id || terminalPort > terminal.ports) faults.push(`${drop.id} is at another terminal`);
    let at = 'feeder-port';
    let count = 0;
    let lengthM = drop.lengthM + settings.terminalTailM;
    let patched = cabinet.inFacility; // the first splitter of a facility is patched to the OLT
    for (const stage of stages) {
      if (stage.kind === 'line') {
        const line = plan.lines[stage.line]!;
        if (!nameOf(line.upper).startsWith(at)) faults.push(`${drop.id}: ${nameOf(line.upper)} follows ${at}`);
        at = nameOf(line.lower);
        count += line.splices.length;
        lengthM += line.cables.reduce((sum, cable) => sum + cable.lengthM, 0);
        continue;
      }
      const { id } = stage.splitter;
      const tapped = at === `coupler-output ${id.replace('/S', '/K')}`; // the splitter behind its own terminal's coupler
      if (at !== `${stage.kind}-input ${id}` && !tapped && !patched) faults.push(`${drop.id}: ${id} follows ${at}`);
      patched = false;
      at = `${stage.kind}-output ${id}`;
    }
    const isAtPort = at === `terminal-port ${terminal.id} port ${terminalPort}` || at === `splitter-output ${terminal.id}/S`;
    if (!isAtPort && at !== `coupler-output ${terminal.id}/K`) faults.push(`${drop.id} ends at ${at}`);
    if (count !== splices || Math.abs(lengthM - fibreM) > 1e-6) faults.push(`${drop.id} is counted wrong`);
    onFeed.set(feed, (onFeed.get(feed) ?? 0) + 1);
    onCabinet.set(cabinet.id, (onCabinet.get(cabinet.id) ?? 0) + 1);
  }
  for (const [feed, count] of onFeed) if (count > settings.splitRatio) faults.push(`${feed} is over full`);
  for (const { id, premises, oltPorts } of network.cabinets) {
    if (onCabinet.get(id) !== premises) faults.push(`${id} feeds others than it was designed for`);
    const feeds = [...onFeed.keys()].filter((feed) => feed.startsWith(`${id}/`)).length;
    if (feeds !== oltPorts) faults.push(`${id} has ${oltPorts} ports, uses ${feeds}`);
  }
  faults.push(...overfull(network, settings, plan));
  const cableM = plan.cables.reduce((sum, { lengthM }) => sum + lengthM, 0);
  const designedM = network.stretches.reduce((sum, { cableLengthM }) => sum + cableLengthM, 0);
  if (Math.abs(cableM - designedM) > 0.001 * plan.cables.length + 1e-6)
    faults.push(`${cableM} m of cable, designed ${designedM} m`);
  return faults;
}

/** Units that the staking sheets have too many or too few of, against the bill: every part stands on them once. */
function stakingFaults(network: FiberNetwork, plan: Plan): string[] {
  const fibres = fibrePlanOf(network, plan.settings);
  const faults: string[] = [];
  const bill = billOf({ ...network, sharedCosts: [], facilities: [] }, plan.costBook).filter(({ part }) => part === 'pass');
  for (const area of ['', 'n']) {
    const own = networkWithin(network, area);
    const staked = stakingTable(stakedLines(own, poleNumbers(network), fibres), () => '1', plan.costBook);
    const sums = new Map<string, number>();
    for (const row of staked.rows) sums.set(String(row[6]), (sums.get(String(row[6])) ?? 0) + Number(row[8]));
    sums.delete('none');
    const wanted = new Map<string, number>();
    for (const { group, item, quantity } of bill) if (group === area) wanted.set(item, (wanted.get(item) ?? 0) + quantity);
    for (const item of new Set([...sums.keys(), ...wanted.keys()]))
      if (Math.abs((sums.get(item) ?? 0) - (wanted.get(item) ?? 0)) > 1e-4)
        faults.push(`${area} ${item}: ${sums.get(item)} staked, ${wanted.get(item)} billed`);
    const dropped = stakedLines(own, poleNumbers(network), fibres).flatMap((line) =>
      line.flatMap(({ drops }) => drops.flatMap(({ premises }) => premises)),
    );
    const here = new Set(own.terminals.map(({ id }) => id));
    if (dropped.length !== own.drops.filter(({ terminalId }) => here.has(terminalId)).length)
      faults.push(`${area}: ${dropped.length} drops are staked`);
  }
  return faults;
}

/** Whatever holds more than it has room for: terminals, cabinets, splitters, cables, tails. */
function overfull(network: FiberNetwork, settings: Settings, plan: FibrePlan): string[] {
  const faults: string[] = [];
  for (const { id, used, ports } of network.terminals)
    if (used > Math.max(1, ports - settings.sparePorts)) faults.push(`${id} uses a spare port`);
  for (const { id, premises, inFacility } of network.cabinets)
    if (!inFacility && premises > settings.cabinetPremises) faults.push(`${id} feeds ${premises} premises`);
  const outputs = new Map(plan.splitters.map((one) => [one.id, one.outputs]));
  const taken = new Set<string>();
  const sizes = new Map([...plan.cables, ...plan.tails].map(({ id, fibres }) => [id, fibres]));
  for (const { name, spareFibres, fibres, numbering } of plan.lent) {
    sizes.set(name, Math.max(...fibres));
    const first = numbering === 'counted' ? 1 : 96 - spareFibres + 1;
    if (fibres.some((one) => one < first || one >= first + spareFibres)) faults.push(`${name} has ${fibres.join()} not to spare`);
  }
  for (const { from, to } of plan.splices)
    for (const end of [from, to]) {
      if (end.kind === 'cable' && end.fibre > (sizes.get(end.cableId) ?? 0))
        faults.push(`${end.cableId} has no fibre ${end.fibre}`);
      if (end.kind !== 'cable' && end.tailFibre !== undefined) {
        const tail = sizes.get(`${end.port.replace(/ port.*|\/[SK]$/, '')} tail`);
        if (end.tailFibre > (tail ?? 0)) faults.push(`${end.port} has no fibre ${end.tailFibre} in its tail`);
      }
      if (end.kind !== 'splitter-output') continue;
      const [id = '', port = ''] = end.port.split(' port ');
      if (Number(port) > (outputs.get(id) ?? 0)) faults.push(`${id} has no port ${port}`);
      if (taken.has(end.port)) faults.push(`${end.port} is taken twice`);
      taken.add(end.port);
    }
  return faults;
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
        fc.constantFrom('central', 'cascade', 'taps', 'auto', 'none'),
        fc.constantFrom('economic', 'always', 'never'),
        fc.constantFrom(0, 15),
        fc.constantFrom(null, null, null, null, 1, 5, 12, 40),
        async (houses, cabinetPremises, splitRatio, twoHuts, splitting, taper, terminalTailM, spareFibres) => {
          const town = aTown().hut('hut', 5, 5).area('n', -400, 3.7, 400, 400);
          if (twoHuts) town.hut('other', 195, -195);
          for (const line of [-200, 0, 200])
            town.way(`ew${line}`, [[-300, line], [0, line], [300, line]]).way(`ns${line}`, [[line, -300], [line, 0], [line, 300]]); // prettier-ignore
          for (let x = -290; x < 290; x += 40) town.pole(`P${x + 1000}`, x, 6);
          // From beside the hut along the poles, round two corners, and back along a street without poles.
          const old = [[-20, 6], [290, 6], [290, -200], [0, -200], [-280, -197]] as const; // prettier-ignore
          if (spareFibres !== null) town.existing('old', old, { kind: 'cable', spareFibres, ...(twoHuts ? {} : { fibres: 96 }) });
          houses.forEach(({ x, y }, i) => town.premises(`H${i}`, x, y));
          const plan = town.plan({ cabinetPremises, splitRatio, splitting, taper, terminalTailM, reelM: 500 });
          const network = await designFiber(plan, { effort: 1, seed: 1 }, quietJob);
          expect(faultsOf(network, plan.settings)).toEqual([]);
          expect(stakingFaults(network, plan)).toEqual([]);
        },
      ),
      { numRuns: 40, seed: 11 },
    );
  });

  it('have loops or a share of slack, never both, and reels are cut with it', async () => {
    const cablesWith = async (settings: Partial<Settings>): Promise<{ lengthM: number; loops: number }> => {
      const town = aTown().way('road', [[0, 0], [1000, 0]], { kind: 'track' }).hut('hut', 0, 3); // prettier-ignore
      town.premises('far', 1000, 15);
      const plan = town.plan({ newPoles: false, terminalReachM: 0, splitting: 'central', ...settings });
      const network = await designFiber(plan, { effort: 1, seed: 1 }, quietJob);
      const { cables, reels } = fibrePlanOf(network, plan.settings);
      expect(reels.reduce((sum, { usedM }) => sum + usedM, 0)).toBeCloseTo(
        cables.reduce((sum, { lengthM }) => sum + lengthM, 0),
        6,
      );
      return {
        lengthM: cables.reduce((sum, { lengthM }) => sum + lengthM, 0),
        loops: network.stretches.reduce((sum, { slackLoops }) => sum + slackLoops, 0),
      };
    };
    const plain = await cablesWith({ slackPercent: 0 });
    const share = await cablesWith({ slackPercent: 10 });
    expect(share.lengthM).toBeCloseTo(1.1 * plain.lengthM, 1);
    expect(share.loops).toBe(0);
    // 1,003 m: loops when 300, 600 and 900 m have gone by; the terminal's closure lies in the last piece, which has its loop.
    const loops = await cablesWith({ slack: 'loops', slackPercent: 10, slackLoopM: 15, slackLoopEveryM: 300 });
    expect(loops.loops).toBe(3);
    expect(loops.lengthM).toBeCloseTo(plain.lengthM + 3 * 15, 1);
  });

  it('lose what a count by hand gives, and say what would mend a path that fails', async () => {
    const town = aTown().way('road', [[0, 0], [1000, 0]], { kind: 'track' }).hut('hut', 0, 3); // prettier-ignore
    town.premises('near', 500, 15).premises('far', 1000, 15);
    const plan = town.plan({ newPoles: false, slackPercent: 0, terminalReachM: 0, splitting: 'central' });
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
    const told = opticalFields(fibrePlanOf(network, plan.settings), strict, 'metric');
    // Element by element: splice, fibre, splice and so on add up to the loss.
    expect(told.worst?.elements.map(({ kind }) => kind)).toEqual([
      'splitter',
      'splice',
      'fibre',
      'splice',
      'fibre',
      'connectors',
    ]);
    expect(told.worst?.elements.reduce((sum, { upDb }) => sum + upDb, 0)).toBeCloseTo(told.worst?.upDb ?? NaN, 3);
    expect(told).toMatchObject({
      pathsTooWeak: 2,
      worst: { mend: ['use XGS-PON N2 transceivers', 'split 1:16'] },
    });
  });
});
