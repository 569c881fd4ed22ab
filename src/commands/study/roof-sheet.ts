import type { SheetSite } from '../../studies/roof-sheet/study.ts';
import { statusOf } from '../../studies/reach/mounts.ts';
import type { Command } from '../command.ts';
import { pageOf } from '../file/usual-here.ts';
import { fileStem } from '../file/project-commands.ts';
import { runWithProgress } from '../run-with-progress.ts';
import type { Workbench } from '../workbench.ts';
import { sitePoint } from './link-study.ts';
import { groundOf, missing, radioSites, standpoint } from './radio-study.ts';
import { wording } from '../../text/wording.ts';

const words = wording.roofSheet;

/** A page about the place where one stands, to take up to the roof. */
export const roofSheet: Command = {
  id: 'reach.roof-sheet',
  title: words.roofSheetToTakeAlong,
  keywords: words.pdfPrintVisitAimCompass,
  can: (bench) => {
    const possible = missing(bench, bench.radio.reach);
    return possible !== true || radioSites(bench).length > 1 || words.thereFewerThanTwoRadio;
  },
  run: async (bench) => {
    const [ground, from] = [groundOf(bench), standpoint(bench)];
    if (ground === null || from === null) return;
    const { plan } = bench.plan;
    const { units } = plan.settings;
    const { equipmentA, equipmentB } = bench.link;
    const bytes = await runWithProgress(bench, words.drawingRoofSheet, 'roof-sheet', {
      ground,
      roof: { id: from.name, ...from },
      others: placesOf(bench, from.name),
      maxDistanceM: bench.radio.rangeM,
      equipment: equipmentA?.id === equipmentB?.id ? equipmentA : null,
      day: new Date().toISOString().slice(0, 10),
      format: pageOf(units),
      units,
      sources: [...plan.rasters.values()].flatMap(({ sources }) => sources.map(({ name }) => name)),
    });
    bench.files.save(`roof-${fileStem(from.name)}.pdf`, new Uint8Array(bytes), 'application/pdf');
  },
};

/** Where a link from the roof may lead: to what stands or is decided; to any site where nothing is. */
function placesOf(bench: Workbench, roof: string): SheetSite[] {
  const sites = radioSites(bench);
  const nodes = sites.filter(({ fields }) => statusOf(fields) !== 'request');
  return (nodes.length > 0 ? nodes : sites)
    .map((site) => ({ id: site.id, ...sitePoint(site) }))
    .filter(({ name }) => name !== roof);
}
