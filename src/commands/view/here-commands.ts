import { distanceText, heightText, type UnitSystem } from '../../base/quantity-text.ts';
import { METRES_PER_MILE } from '../../base/units.ts';
import { boundsOf } from '../../state/map-item.ts';
import { planFeature } from '../../plan/change.ts';
import { drawPoint } from '../../plan/edits/draw-shape.ts';
import { formatPosition } from '../../geo/position-text.ts';
import { quantise, type LngLat } from '../../geo/position.ts';
import type { LinkPoint } from '../../state/link-state.svelte.ts';
import type { Command } from '../command.ts';
import { gapPx } from '../draw/pointer-at.ts';
import { commitDrawn } from '../draw/sketch.ts';
import { selectedFeatures } from '../draw/handles.ts';
import { placePoint, setLinkEnd, sitePoint } from '../study/link-study.ts';
import { missing, studyPanorama } from '../study/radio-study.ts';
import type { Workbench } from '../workbench.ts';
import { wording } from '../../text/wording.ts';

const words = wording.hereCommands;

/** The place that a menu was opened for, else the middle of the map. */
function here({ view, camera }: Workbench): LngLat {
  return quantise(view.menu?.position ?? camera.centre());
}

/** Opens the menu of a place; `x` and `y` are pixels from the map's corner. */
export function openMenu({ view }: Workbench, position: LngLat, { x, y }: { readonly x: number; readonly y: number }): void {
  view.menu = { position, x, y };
}

const showMenu: Command = {
  id: 'here.menu',
  title: words.menuPlaceAtCrosshair,
  keywords: words.contextRightClick,
  shortcuts: ['shift+f10', 'contextmenu'],
  run: (bench) => {
    const position = bench.camera.centre();
    openMenu(bench, position, bench.camera.project(position));
  },
};

const copyPosition: Command = {
  id: 'here.copy',
  title: (bench) => words.copy({ here: formatPosition(here(bench)) }),
  keywords: words.coordinatesPositionClipboardLatitudeLongitude,
  run: async (bench) => {
    const text = formatPosition(here(bench), 7).replaceAll('−', '-');
    await bench.copyText(text);
    bench.messages.say(words.wasCopied({ text }));
  },
};

const siteHere: Command = {
  id: 'here.site',
  title: words.addRadioSiteHere,
  keywords: words.placeMastRoof,
  alters: true,
  run: (bench) => commitDrawn(bench, drawPoint(bench.plan.plan, 'sites', here(bench))),
};

/** Within so many pixels of a radio site the place is meant to be that site. */
const SITE_REACH_PX = 12;

/** The radio site at the place, with its mast; else the place itself. */
function siteOrPlace(bench: Workbench): LinkPoint {
  const place = here(bench);
  for (const item of bench.camera.itemsAt(place, SITE_REACH_PX)) {
    if (item.kind !== 'feature' || item.layer !== 'sites') continue;
    const site = planFeature(bench.plan.plan, 'sites', item.id);
    // Right after the map has moved, it may still find a sign where that was before.
    if (site?.geometry?.type === 'Point' && gapPx(bench, place, site.geometry.coordinates) <= SITE_REACH_PX)
      return sitePoint(site);
  }
  return placePoint(place);
}

/** The one selected point as an end of a link. */
function selectedEnd(bench: Workbench): LinkPoint | null {
  const features = selectedFeatures(bench);
  const [one] = features;
  if (features.length !== 1 || one?.feature.geometry?.type !== 'Point') return null;
  return one.layer === 'sites' ? sitePoint(one.feature) : placePoint(one.feature.geometry.coordinates);
}

const linkHere: Command = {
  id: 'here.link',
  title: words.lineSightFromSelectionTo,
  keywords: words.radioLink,
  can: (bench) => selectedEnd(bench) !== null || words.selectSiteOrAnotherPoint,
  run: async (bench) => {
    const a = selectedEnd(bench);
    const b = siteOrPlace(bench);
    bench.view.showRight('link');
    bench.link.clear();
    bench.link.setEnd('A', a);
    await setLinkEnd(bench, 'B', b);
  },
};

const lookHere: Command = {
  id: 'here.look',
  title: words.whatCanISeeFrom,
  keywords: words.panoramaViewRoofHorizon,
  can: (bench) => missing(bench, bench.radio.panorama),
  run: (bench) => {
    bench.radio.from = siteOrPlace(bench);
    return studyPanorama.run(bench);
  },
};

/** What is called nearby: a mile, or one and a half kilometres. */
const NEARBY_M = { us: METRES_PER_MILE, mixed: METRES_PER_MILE, metric: 1500 } as const;
/** A summit nearer than this to the edge of the circle is no summit: the ground goes on rising outside. */
const EDGE_SHARE = 0.98;

const highestHere: Command = {
  id: 'here.highest',
  title: ({ plan }) => words.highestGroundWithin({ distance: nearbyText(plan.plan.settings.units) }),
  keywords: words.hilltopSummitHighPoint,
  can: ({ plan }) => plan.plan.rasters.has('terrain') || words.thereIsNoTerrain,
  run: async (bench) => {
    const { units } = bench.plan.plan.settings;
    const place = here(bench);
    const radiusM = NEARBY_M[units];
    const summit = await bench.terrain.highestWithin(place, radiusM);
    if (summit === null) {
      bench.messages.trouble(words.noTerrainNearby({ distance: nearbyText(units) }), words.importTerrainThere);
      return;
    }
    const position = quantise(summit.position);
    bench.camera.fit(boundsOf({ type: 'MultiPoint', coordinates: [place, position] }), { instant: true });
    openMenu(bench, position, bench.camera.project(position));
    const facts = {
      elevation: heightText(summit.elevationM, units),
      distance: distanceText(summit.distanceM, units),
      position: formatPosition(position),
    };
    bench.messages.say(summit.distanceM > radiusM * EDGE_SHARE ? words.groundRisesBeyond(facts) : words.highestGroundIs(facts));
  },
};

const nearbyText = (units: UnitSystem): string => distanceText(NEARBY_M[units], units);

/** What can be done at a place, in the order of its menu. */
export const hereCommands: readonly Command[] = [copyPosition, siteHere, linkHere, lookHere, highestHere];

export const hereCommandsWithMenu: readonly Command[] = [showMenu, ...hereCommands];
