import { AppError } from '../../base/app-error.ts';
import { sha256Hex } from '../../base/hash.ts';
import { breathe, type JobContext } from '../../base/job.ts';
import { PROGRAM_VERSION } from '../../base/program.ts';
import { stableJson } from '../../base/stable-json.ts';
import { middleBounds } from '../../geo/middle-bounds.ts';
import { boundsOf } from '../../geo/polygon.ts';
import type { LngLat, LngLatBounds } from '../../geo/position.ts';
import type { Drawing } from '../../io/drawing.ts';
import { Paper, type PdfFonts } from '../../io/pdf/paper.ts';
import { isBuilt, type FiberNetwork } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import { networkWithin } from '../build-plan/local-network.ts';
import { neighbourhoodNames } from '../build-plan/totals.ts';
import { networkBounds, type MapData } from '../paper-map/map-data.ts';
import { fitFrame, mapFrame } from '../paper-map/map-frame.ts';
import { drawSheet, type Sheet } from './draw-sheet.ts';
import { drawIndexList, type BookPage } from './index-list.ts';
import { PAPER_SIZES } from './paper-sizes.ts';
import type { PrintRequest } from './print-request.ts';
import { sheetContent, type SheetContent } from './sheet-content.ts';
import { sheetLayout, type SheetLayout } from './sheet-layout.ts';

/** A sheet that is ready to be drawn, on paper or as a picture: the same drawing either way. */
export interface PrintPage {
  readonly title: string;
  readonly scale: number;
  /** True where a fixed scale leaves some of the area outside. */
  readonly isCut: boolean;
  draw(drawing: Drawing): void;
}

/** Size of the sheets of a request as they lie, millimetres. */
export function sheetSizeMm({ paper, orientation }: Pick<PrintRequest, 'paper' | 'orientation'>): readonly [number, number] {
  const [short, long] = PAPER_SIZES[paper].mm;
  return orientation === 'landscape' ? [long, short] : [short, long];
}

/** Lays out the sheets of a request. @throws AppError export/nothing where there is nothing to show */
export async function printPages(plan: Plan, request: PrintRequest, job: JobContext): Promise<readonly PrintPage[]> {
  const content = await sheetContent(plan, job);
  const layout = sheetLayout(...sheetSizeMm(request));
  const sheets = request.area.kind === 'book' ? bookSheets(content, request, layout) : [singleSheet(content, request, layout)];
  return sheets.map(({ sheet, bounds }) => ({
    title: sheet.title,
    scale: sheet.frame.scale,
    isCut: !holds(sheet.frame.bounds, bounds),
    draw: (drawing) => drawSheet(drawing, sheet),
  }));
}

/** A print as a PDF: text as text, lines as lines. Same plan and request, same bytes. */
export async function printPdf(
  plan: Plan,
  request: PrintRequest,
  fonts: PdfFonts,
  job: JobContext,
): Promise<{ readonly bytes: Uint8Array; readonly pages: readonly PrintPage[] }> {
  const pages = await printPages(plan, request, job);
  const paper = new Paper(PAPER_SIZES[request.paper].mm, fonts, request.title);
  for (const [i, page] of pages.entries()) {
    job.progress('Drawing', i / pages.length);
    await breathe(job);
    paper.addPage(request.orientation, pages.length > 1 ? page.title : undefined);
    page.draw(paper);
  }
  const about = { ...request, verdicts: [...request.verdicts], coverage: request.coverage?.signs ?? null };
  await breathe(job);
  const bytes = paper.finish(sha256Hex(stableJson([plan.name, plan.fiber?.inputsHash ?? '', about, PROGRAM_VERSION])));
  return { bytes, pages };
}

interface PlacedSheet {
  readonly sheet: Sheet;
  /** What the sheet is about. */
  readonly bounds: LngLatBounds;
}

function singleSheet(content: SheetContent, request: PrintRequest, layout: SheetLayout): PlacedSheet {
  const { data } = content;
  const { area } = request;
  const id = area.kind === 'neighbourhood' ? area.id : '';
  const bounds =
    area.kind === 'bounds' ? area.bounds : area.kind === 'neighbourhood' ? neighbourhoodBounds(data, id) : planBounds(data);
  if (bounds === null)
    throw new AppError('export/nothing', {
      what: 'There is nothing to print here.',
      remedy: 'Show a layer, or choose another area.',
    });
  const sheet = makeSheet(content, request, layout, bounds);
  return { bounds, sheet: { ...sheet, neighbourhoodId: id, own: id === '' ? data.network : networkWithin(data.network, id) } };
}

/** An index sheet, then the neighbourhoods in the order of their list. */
function bookSheets(content: SheetContent, request: PrintRequest, layout: SheetLayout): PlacedSheet[] {
  const { data, plan } = content;
  const areas = neighbourhoodNames(plan).filter(({ id }) => id !== '');
  if (areas.length === 0)
    throw new AppError('export/no-neighbourhoods', {
      what: 'A map book has a page for each neighbourhood, and this plan has none.',
      remedy: 'Draw neighbourhoods, or print a single sheet.',
    });
  const count = areas.length + 1;
  const listed = areas.map(({ id, name }, i): BookPage & { id: string; own: FiberNetwork } => {
    const own = networkWithin(plan.fiber ?? data.network, id);
    return {
      id,
      name,
      page: i + 2,
      own,
      premises: own.drops.length,
      routeM: sum(own.stretches.filter(isBuilt).map(({ lengthM }) => lengthM)),
    };
  });
  const all = data.neighbourhoods.all.flatMap(({ parts }) => parts.flat(2));
  const whole = planBounds(data) ?? boundsOf(all);
  const { units } = plan.settings;
  const index: Sheet = {
    ...makeSheet(content, { ...request, scale: null }, layout, whole),
    areaNames: new Map(listed.map(({ id, page, name }) => [id, `${page}  ${name}`])),
    drawList: (drawing, box, size) => drawIndexList(drawing, listed, box, size, units),
    pageText: `1 of ${count}`,
  };
  const pages = listed.flatMap(({ id, name, page }): PlacedSheet[] => {
    const bounds = neighbourhoodBounds(data, id) ?? whole;
    const own = networkWithin(data.network, id);
    const sheet = makeSheet(content, request, layout, bounds);
    return [{ bounds, sheet: { ...sheet, title: name, own, neighbourhoodId: id, pageText: `${page} of ${count}` } }];
  });
  return [{ sheet: index, bounds: whole }, ...pages];
}

function makeSheet(content: SheetContent, request: PrintRequest, layout: SheetLayout, bounds: LngLatBounds): Sheet {
  const centre: LngLat = [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2];
  const { units } = content.plan.settings;
  return {
    content,
    request,
    layout,
    frame: request.scale === null ? fitFrame(layout.map, bounds, units) : mapFrame(layout.map, centre, request.scale),
    title: request.title === '' ? content.plan.name : request.title,
    subtitle: request.subtitle,
    own: content.data.network,
    neighbourhoodId: '',
    areaNames: null,
    drawList: null,
    pageText: '',
  };
}

/** What the plan is about: its network and premises; else whatever it has. */
function planBounds(data: MapData): LngLatBounds | null {
  const network = networkBounds(data.network);
  const boxes = [
    ...(network === null ? [] : [network]),
    ...[...(network === null ? [data.premises] : []), data.sites, data.links, data.facilities].flatMap(mostOf),
  ];
  if (boxes.length > 0) return joined(boxes);
  const ground = [data.poles, data.streets, data.parcels, data.buildings, data.neighbourhoods, data.barriers];
  const others = ground.flatMap(({ all }) => all.map(({ bounds }) => bounds));
  return others.length === 0 ? null : joined(others);
}

/** Where most of these shapes are: a request from another continent does not make the city a dot. */
function mostOf({ all }: MapData['sites']): LngLatBounds[] {
  const box = middleBounds(
    Float64Array.from(all.flatMap(({ bounds: [west, south, east, north] }) => [west, south, east, north])),
  );
  return box === null ? [] : [box];
}

/** The network of a neighbourhood; its own edge where nothing is designed in it. */
function neighbourhoodBounds({ network, neighbourhoods }: MapData, id: string): LngLatBounds | null {
  const bounds = networkBounds(networkWithin(network, id));
  return bounds ?? neighbourhoods.all.find((area) => area.id === id)?.bounds ?? null;
}

function joined(boxes: readonly LngLatBounds[]): LngLatBounds {
  return boxes.reduce((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]);
}

function holds(outer: LngLatBounds, inner: LngLatBounds): boolean {
  return outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
