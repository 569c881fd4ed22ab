import { AppError } from '../../base/app-error.ts';
import { compareText } from '../../base/compare.ts';
import { PROGRAM_VERSION } from '../../base/program.ts';
import { sha256Hex } from '../../base/hash.ts';
import { plainSpaces } from '../../base/quantity-text.ts';
import { breathe, type JobContext } from '../../base/job.ts';
import { isInShare, WHOLE, type Share } from '../../base/share.ts';
import type { PdfFonts } from '../../io/pdf/paper.ts';
import { writeCsv } from '../../io/write/csv.ts';
import { writeGeoJson } from '../../io/write/geojson.ts';
import { writeKml } from '../../io/write/kml.ts';
import { writeXlsx } from '../../io/write/xlsx.ts';
import { aboutText, isHidden, planFor, type Audience, type SharedPlan } from '../../plan/audience.ts';
import type { FiberNetwork } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Equipment } from '../../base/equipment.ts';
import { applicationTable, poleApplications } from './applications.ts';
import { permitsOf, permitTable } from './permits.ts';
import { poleGroupsOf, poleGroupTable } from './pole-owners.ts';
import { billGroups, type BillGroup } from './bill-groups.ts';
import type { BillLine } from '../../cost/take-off.ts';
import { fibrePlanOf, type FibrePlan } from '../fiber/fibre-plan.ts';
import { opticalStudy, type OpticalStudy } from '../fiber/optical-study.ts';
import { buildPlanDocument } from './document/build-plan-document.ts';
import { stakingDocument } from './document/staking-document.ts';
import { prepareMap, type MapData } from '../paper-map/map-data.ts';
import { cableTable, opticalTable, reelTable, spliceTable, splitterTable } from './fibre-tables.ts';
import { networkWithin } from './local-network.ts';
import { constructionOf, constructionTable } from './construction.ts';
import { materialTable, materialsOf } from './materials.ts';
import { networkFeatures, networkKml } from './network-features.ts';
import { judgePlanLinks, type JudgedLink } from '../plan-links/judge.ts';
import { linksWithin } from '../plan-links/within.ts';
import { shownLinks } from '../plan-links/shown.ts';
import { linkFeatures, linkTable } from '../plan-links/write.ts';
import { planInputs } from './input-list.ts';
import { poleNumbers } from './pole-numbers.ts';
import { premisesFibreTable, premisesWays } from './premises-fibres.ts';
import { OUTSIDE_SLUG, uniqueSlugs } from './slug.ts';
import { splitterRows, type SplitterRow } from './splitter-rows.ts';
import { stakedLines } from './staking.ts';
import { stakingTable } from './staking-table.ts';
import { summaryOf, summaryTables, type Summary } from './summary.ts';
import { billTable, crossingTable, dropTable, poleTable } from './tables.ts';
import { totalsOf, type NeighbourhoodTotals, type PlanTotals } from './totals.ts';

export interface BuildPlanOptions {
  /** The typeface of the documents (Noto Sans, regular and semibold). */
  readonly fonts: PdfFonts;
  /** The catalogue that radios of the plan's links are looked up in; without it links have no levels. */
  readonly equipment?: readonly Equipment[];
  /** For whom it is; the public where nothing is said. */
  readonly audience?: Audience;
  /** Names of the neighbourhoods whose folders are wanted; without it all. The summary always holds all. */
  readonly neighbourhoods?: readonly string[];
}

/** What all folders of one build plan share. */
interface Shared {
  /** As the audience may see it. */
  readonly plan: Plan;
  readonly shared: SharedPlan;
  /** For whom the files are and whose data they hold. */
  readonly about: string;
  /** Whether what a survey found of a single pole is left out. */
  readonly hidesSurvey: boolean;
  readonly network: FiberNetwork;
  readonly totals: PlanTotals;
  readonly summary: Summary;
  readonly groupOf: (line: BillLine) => BillGroup;
  readonly numbers: ReadonlyMap<string, string>;
  readonly map: MapData;
  readonly fibres: FibrePlan;
  readonly splitters: readonly SplitterRow[];
  readonly optical: OpticalStudy;
  /** Radio links by the neighbourhood of their first end; the empty id stands for outside. */
  readonly links: ReadonlyMap<string, readonly JudgedLink[]>;
  readonly options: BuildPlanOptions;
}

/** A piece of a build plan: what belongs to all of it (piece 0), or the folder of a neighbourhood. */
export interface BuildPlanPart {
  readonly piece: number;
  /** By path. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * The files of a build plan by path: summary, manifest and a folder for each neighbourhood. The plan's design must be there and is
 * taken as it stands. Same plan, same bytes.
 * @throws AppError plan/not-designed, usage/unknown-neighbourhood
 */
export async function buildPlanFiles(plan: Plan, options: BuildPlanOptions, job: JobContext): Promise<Map<string, Uint8Array>> {
  return joinParts(await buildPlanParts(plan, options, job));
}

/** The files of all parts, whoever wrote them, in order, and the manifest. */
export function joinParts(parts: readonly BuildPlanPart[]): Map<string, Uint8Array> {
  const inOrder = [...parts].sort((a, b) => a.piece - b.piece);
  const files = new Map(inOrder.flatMap((part) => [...part.files]));
  return files.set('manifest.sha256', manifestOf(files));
}

/** A share of a build plan's pieces. @throws AppError plan/not-designed, usage/unknown-neighbourhood */
export async function buildPlanParts(
  whole: Plan,
  options: BuildPlanOptions,
  job: JobContext,
  share: Share = WHOLE,
): Promise<BuildPlanPart[]> {
  const shared = planFor(whole, options.audience ?? 'public');
  const { plan } = shared;
  const network = plan.fiber;
  if (network === null) {
    throw new AppError('plan/not-designed', {
      what: 'There is no design to write a build plan of.',
      where: plan.name,
      remedy: 'Design the fiber network first.',
    });
  }
  const totals = totalsOf(plan, network);
  const slugs = foldersOf(totals.neighbourhoods);
  const wanted = wantedOf(totals.neighbourhoods, options.neighbourhoods);
  const fibres = fibrePlanOf(network, plan.settings);
  const optical = opticalStudy(fibres, plan.settings);
  const summary = summaryOf(plan, network, totals, slugs, fibres, optical, PROGRAM_VERSION);
  // Links are judged with all heights, and told as the audience may see them.
  const judged = shownLinks(plan, await judgePlanLinks(whole, { equipment: options.equipment ?? [], season: 'leaf-on' }, job));
  job.progress('Preparing the maps', 0);
  const map = await prepareMap(plan, network, job);
  const common: Shared = {
    plan,
    shared,
    about: aboutText(shared, planInputs(plan)),
    hidesSurvey: isHidden(plan.fieldClasses, shared.audience, 'poles', 'makeReadyCents'),
    network,
    totals,
    summary,
    groupOf: billGroups(network),
    numbers: poleNumbers(network),
    map,
    fibres,
    splitters: splitterRows(fibres),
    optical,
    links: linksWithin(plan, judged),
    options,
  };
  const parts: BuildPlanPart[] = [];
  if (isInShare(0, share)) parts.push({ piece: 0, files: await summaryFiles(common) });
  const written = totals.neighbourhoods.map((one, i) => ({ one, piece: i + 1 })).filter(({ one }) => wanted.has(one.id));
  const mine = written.filter((_, i) => isInShare(i, share));
  for (const [i, { one, piece }] of mine.entries()) {
    job.progress(`Writing ${one.name}`, i / mine.length);
    await breathe(job);
    parts.push({ piece, files: await folderFiles(slugs[piece - 1] ?? OUTSIDE_SLUG, one, common, job) });
  }
  job.progress('Writing', 1);
  return parts;
}

async function summaryFiles({ plan, shared, network, totals, summary, fibres, about }: Shared): Promise<Map<string, Uint8Array>> {
  // Documents keep a number beside its unit; programs expect common spaces.
  const { audience, withheld } = shared;
  const plainSummary = { ...summary, assumptions: summary.assumptions.map(plainSpaces), audience, withheld };
  const sheets = [
    ...summaryTables(summary, totals.neighbourhoods, poleGroupsOf(network, plan)),
    constructionTable(constructionOf(network, plan), plan.costBook.currency),
    reelTable(fibres),
  ];
  return new Map([
    ['summary.json', new TextEncoder().encode(`${JSON.stringify(plainSummary, null, 2)}\n`)],
    ['summary.xlsx', await writeXlsx(sheets, about)],
  ]);
}

/** A folder for each neighbourhood in order; what lies outside all of them has its own fixed one. */
function foldersOf(neighbourhoods: readonly NeighbourhoodTotals[]): string[] {
  const named = neighbourhoods.some(({ id }) => id !== '');
  const slugs = uniqueSlugs(neighbourhoods.filter(({ id }) => id !== '' || !named).map(({ name }) => name));
  return neighbourhoods.map(({ id }) => (id === '' && named ? OUTSIDE_SLUG : (slugs.shift() ?? OUTSIDE_SLUG)));
}

function wantedOf(neighbourhoods: readonly NeighbourhoodTotals[], names: readonly string[] | undefined): Set<string> {
  if (names === undefined) return new Set(neighbourhoods.map(({ id }) => id));
  const wanted = new Set<string>();
  for (const name of names) {
    const found = neighbourhoods.filter((one) => one.name === name || one.id === name);
    if (found.length === 0) {
      throw new AppError('usage/unknown-neighbourhood', {
        what: 'There is no neighbourhood of this name.',
        where: name,
        remedy: `Choose of: ${neighbourhoods.map((one) => one.name).join(', ')}.`,
      });
    }
    for (const { id } of found) wanted.add(id);
  }
  return wanted;
}

/** The files of a neighbourhood's folder, by path. */
async function folderFiles(
  folder: string,
  totals: NeighbourhoodTotals,
  shared: Shared,
  job: JobContext,
): Promise<Map<string, Uint8Array>> {
  const { plan, network, numbers, groupOf, summary, about, hidesSurvey } = shared;
  const percentiles = summary.neighbourhoods.find((one) => one.folder === folder) ?? summary.total;
  const own = networkWithin(network, totals.id);
  const names = new Map(shared.totals.neighbourhoods.map(({ id, name }) => [id, name]));
  const links = shared.links.get(totals.id) ?? [];
  const splitters = shared.splitters.filter((one) => (one.neighbourhoodId ?? '') === totals.id);
  const parts = networkFeatures(own, {
    nameOf: (id) => names.get(id ?? '') ?? id ?? '',
    poleNumbers: numbers,
    whole: network,
    splitters,
    hidesSurvey,
  });
  const features = [...parts, ...linkFeatures(links)];
  const bill = shared.totals.bill.filter((line) => line.group === totals.id);
  const poles = poleTable(own, numbers, plan.costBook, hidesSurvey);
  const crossings = crossingTable(own, plan.costBook);
  const files = new Map<string, Uint8Array>();
  const put = (name: string, bytes: Uint8Array): unknown => files.set(`${folder}/${name}`, bytes);
  const input = { ...shared, links, own, neighbourhood: totals, percentiles, bill };
  put('build-plan.pdf', await buildPlanDocument(input, job));
  await breathe(job);
  const lines = stakedLines(own, numbers, shared.fibres);
  const ways = premisesWays(plan, shared.fibres, totals.id);
  const staking = await stakingDocument(input, lines, ways, job);
  put('staking-sheets.pdf', staking.bytes);
  await breathe(job);
  const staked = stakingTable(lines, staking.sheetOf, plan.costBook);
  const premises = premisesFibreTable(ways);
  const cables = cableTable(shared.fibres, totals.id);
  const splices = spliceTable(shared.fibres, totals.id);
  const optical = opticalTable(shared.optical, totals.id, plan.settings.units);
  const applications = applicationTable(poleApplications(own, plan.settings, numbers), numbers);
  const permits = permitTable(permitsOf(own, plan));
  const owners = poleGroupTable(poleGroupsOf(own, plan), plan.costBook.currency);
  const divided = splitterTable(splitters);
  const bom = [
    billTable(bill, groupOf, totals),
    constructionTable(constructionOf(own, plan), plan.costBook.currency),
    materialTable(materialsOf(own, shared.fibres, totals.id, plan.settings)),
    staked,
    poles,
    owners,
    applications,
    crossings,
    permits,
    cables,
    splices,
    divided,
    optical,
    premises,
  ];
  put('bill-of-materials.xlsx', await writeXlsx(bom, about));
  put('poles.csv', writeCsv(poles));
  put('crossings.csv', writeCsv(crossings));
  put('drops.csv', writeCsv(dropTable(own)));
  put('applications.csv', writeCsv(applications));
  put('permits.csv', writeCsv(permits));
  put('links.csv', writeCsv(linkTable(links)));
  put('cables.csv', writeCsv(cables));
  put('splices.csv', writeCsv(splices));
  put('splitters.csv', writeCsv(divided));
  put('optical-budget.csv', writeCsv(optical));
  put('staking.csv', writeCsv(staked));
  put('premises-fibres.csv', writeCsv(premises));
  put('network.geojson', writeGeoJson(features, about));
  put('network.kml', writeKml({ ...networkKml(`${plan.name} – ${totals.name}`, features), about }));
  return files;
}

/** `sha256sum -c` reads it: hash, two spaces, path. */
function manifestOf(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const lines = [...files].sort((a, b) => compareText(a[0], b[0])).map(([path, bytes]) => `${sha256Hex(bytes)}  ${path}\n`);
  return new TextEncoder().encode(lines.join(''));
}
