import { basename } from 'node:path';
import { writeCsv } from '../io/write/csv.ts';
import { writeGeoJson } from '../io/write/geojson.ts';
import { writeKml } from '../io/write/kml.ts';
import { catalogueWith } from '../radio/equipment.ts';
import { judgePlanLinks } from '../studies/plan-links/judge.ts';
import { linkFeatures, linkTable } from '../studies/plan-links/write.ts';
import { networkKml } from '../studies/build-plan/network-features.ts';
import type { Command } from './arguments.ts';
import { readCatalogue } from './budget.ts';
import { writeAtomically } from './files.ts';
import { openProject } from './project.ts';
import { answer, terminalJob } from './terminal.ts';

/** `weft links`: the radio links of a project, judged. */
export const command: Command = {
  usage: 'links PROJECT.weft [--season leaf-on|leaf-off] [--catalogue FILE.csv] [--out FILE.csv|.geojson|.kml]',
  options: {
    season: { kind: 'text', about: 'trees with leaves (leaf-on) or without (leaf-off)' },
    catalogue: { kind: 'text', about: 'your own equipment: CSV as data/equipment/README.md describes it' },
    out: { kind: 'text', about: 'the links with what is said of them: .csv, .geojson or .kml' },
  },
  words: 1,
  async run(call) {
    const path = call.positional(0, 'The project file');
    const out = call.text('out');
    const ending = out === undefined ? null : /\.(csv|geojson|kml)$/i.exec(out)?.[1]?.toLowerCase();
    if (ending === undefined) throw call.wrong(`"${out ?? ''}" ends neither in .csv nor in .geojson nor in .kml.`, '--out');
    const season = call.text('season') ?? 'leaf-on';
    if (season !== 'leaf-on' && season !== 'leaf-off')
      throw call.wrong(`"${season}" is neither leaf-on nor leaf-off.`, '--season');
    const plan = await openProject(path);
    const links = await judgePlanLinks(
      plan,
      { equipment: catalogueWith(plan.equipment, readCatalogue(call)), season },
      terminalJob(),
    );
    if (out !== undefined) {
      const features = linkFeatures(links);
      if (ending === 'csv') writeAtomically(out, writeCsv(linkTable(links)));
      else if (ending === 'geojson') writeAtomically(out, writeGeoJson(features));
      else writeAtomically(out, writeKml(networkKml(`${plan.name} – ${basename(out)}`, features)));
    }
    const count = (verdict: string): number => links.filter(({ finding }) => finding?.verdict === verdict).length;
    const counts = {
      clear: count('clear'),
      marginal: count('marginal'),
      blocked: count('blocked'),
      unknown: links.filter(({ finding }) => finding === null).length,
    };
    answer(call, { links: links.map(({ link, finding, reason }) => ({ ...link, ...finding, reason })), counts }, [
      `${links.length} links: ${counts.clear} clear, ${counts.marginal} marginal, ${counts.blocked} blocked, ${counts.unknown} not judged.`,
      ...links.flatMap(({ link, finding, reason }) =>
        finding === null
          ? [`${link.name}: ${reason ?? ''}`]
          : finding.verdict === 'clear' && finding.confident
            ? []
            : [
                `${link.name}: ${finding.verdict}${finding.confident ? '' : ', too close to call'}, clearance ${finding.clearanceM.toFixed(1)} m at ${Math.round(finding.tightestM)} m`,
              ],
      ),
    ]);
  },
};
