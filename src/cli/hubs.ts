import { writeCsv } from '../io/write/csv.ts';
import { mountsOf } from '../studies/reach/mounts.ts';
import { rankHubs, roofGraph } from '../studies/reach/rank-hubs.ts';
import type { Command } from './arguments.ts';
import { writeAtomically } from './files.ts';
import { defaultHeightM, nothingToJudge, openScene, readFeatures, SCENE_OPTIONS, SCENE_USAGE } from './radio-scene.ts';
import { answer, terminalJob } from './terminal.ts';

/** `weft hubs`: which roofs to win as hubs, in which order. */
export const command: Command = {
  usage: `hubs ${SCENE_USAGE} [--count 20] [--out FILE.csv]`,
  options: {
    ...SCENE_OPTIONS,
    count: { kind: 'number', about: 'how many hubs at most (20)' },
    out: { kind: 'text', about: 'the hubs in order: .csv' },
  },
  words: 0,
  async run(call) {
    const job = terminalJob();
    const most = call.whole('count', { min: 1, max: 1000, fallback: 20 });
    const out = call.text('out');
    if (out !== undefined && !/\.csv$/i.test(out)) throw call.wrong(`"${out}" does not end in .csv.`, '--out');
    if (!call.has('sites')) throw call.wrong('--sites is missing.');
    const { scene, warnings } = await openScene(call, job);
    const features = await readFeatures('sites', call.many('sites'), job);
    const { mounts, leftOut } = mountsOf(features, scene, defaultHeightM(call));
    if (mounts.length === 0) throw nothingToJudge(call.many('sites').join(', '), leftOut);
    const hubs = rankHubs(await roofGraph(scene, mounts, job), mounts, most);
    if (out !== undefined)
      writeAtomically(
        out,
        writeCsv({
          columns: ['rank', 'roof', 'newly_reached', 'second_paths', 'connected', 'roofs'].map((title) => ({ title })),
          rows: hubs.map((hub, index) => [
            index + 1,
            hub.roof,
            hub.newlyReached.length,
            hub.secondPaths.length,
            hub.isConnected,
            hub.newlyReached.join(' '),
          ]),
        }),
      );
    answer(call, { hubs, leftOut, warnings }, [
      ...hubs.map(
        (hub, index) =>
          `${index + 1}. ${hub.roof}: ${hub.newlyReached.length} roofs newly reached, ${hub.secondPaths.length} get a second path${hub.isConnected ? '' : '; it sees no node itself yet'}`,
      ),
      ...(hubs.length === 0 ? ['No further roof gains anything: do the sites say consent = yes?'] : []),
      ...leftOut.map(({ id, reason }) => `Left out: ${id}: ${reason}`),
      ...warnings.map((text) => `Note: ${text}`),
    ]);
  },
};
