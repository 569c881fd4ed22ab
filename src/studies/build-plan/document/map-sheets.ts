import { boundsOf } from '../../../geo/polygon.ts';
import type { LngLat, LngLatBounds } from '../../../geo/position.ts';
import type { Paper } from '../../../io/pdf/paper.ts';
import { creditsOf } from '../../../plan/credits.ts';
import { planInputs } from '../input-list.ts';
import { shownName, type DocumentInput } from './document-input.ts';
import { networkBounds } from '../../paper-map/map-data.ts';
import { fitFrame } from '../../paper-map/map-frame.ts';
import type { MapSheet } from './map-sheet.ts';
import { mapBox } from './page-layout.ts';
import { detailSheets } from './sheet-grid.ts';

/** The map pages of a neighbourhood: the overview, then the detail sheets. */
export interface SheetPlan {
  readonly all: readonly MapSheet[];
  /** The name of the detail sheet on which a position is nearest to the middle, or a dash. */
  readonly sheetOf: (position: LngLat) => string;
}

/** Lays the map sheets out; null where there is no ground to show. */
export function planSheets(paper: Paper, input: DocumentInput): SheetPlan | null {
  const { plan, own, neighbourhood } = input;
  const bounds = mapBounds(input);
  if (bounds === null) return null;
  const { units } = plan.settings;
  const box = mapBox(paper);
  const sheets = detailSheets(box, bounds, own, units).map((frame, i) => ({ name: String(i + 1), frame }));
  const common: Omit<MapSheet, 'frame' | 'title' | 'current'> = {
    project: plan.name,
    neighbourhood: shownName(input),
    neighbourhoodId: neighbourhood.id,
    own,
    data: input.map,
    poleNumbers: input.numbers,
    sheets,
    units,
    credits: footOf(input),
  };
  const overview: MapSheet = { ...common, frame: fitFrame(box, bounds, units), title: 'Overview', current: null };
  const details = sheets.map(({ name, frame }, current): MapSheet => ({
    ...common,
    frame,
    title: sheets.length === 1 ? 'Detail' : `Sheet ${name} of ${sheets.length}`,
    current,
  }));
  return { all: [overview, ...details], sheetOf: (position) => sheetOf(sheets, position) };
}

function sheetOf(sheets: MapSheet['sheets'], position: LngLat): string {
  let best = { name: '–', off: 0.5 };
  for (const { name, frame } of sheets) {
    const [x, y] = frame.toPage(position);
    const { box } = frame;
    const off = Math.max(Math.abs(x - box.x - box.width / 2) / box.width, Math.abs(y - box.y - box.height / 2) / box.height);
    if (off < best.off) best = { name, off };
  }
  return best.name;
}

/** The ground to show: what the network covers here, or the neighbourhood itself where nothing is designed. */
export function mapBounds({ own, map, neighbourhood }: DocumentInput): LngLatBounds | null {
  const bounds = networkBounds(own);
  if (bounds !== null) return widened(bounds);
  const area = map.neighbourhoods.all.find(({ id }) => id === neighbourhood.id);
  return area === undefined ? null : boundsOf(area.parts.flat(2));
}

/** Never less than about 60 m across, so that a single pole is not enlarged without limit. */
export function widened([west, south, east, north]: LngLatBounds): LngLatBounds {
  const x = Math.max(0, 0.0008 - (east - west)) / 2;
  const y = Math.max(0, 0.0005 - (north - south)) / 2;
  return [west - x, south - y, east + x, north + y];
}

function footOf({ plan }: DocumentInput): string {
  const credits = creditsOf(planInputs(plan));
  const data = credits.length === 0 ? '' : `Data: ${credits.join(' · ')}. `;
  return `${data}NESC clearance and loading not checked. Locate utilities before digging.`;
}
