import { sameValue } from '../../base/same-value.ts';
import { quantise, type LngLat } from '../../geo/position.ts';
import { planFeature } from '../../plan/change.ts';
import type { Feature } from '../../plan/feature-table.ts';
import { emptyLayer, featuresOfLayer } from '../../plan/layer.ts';
import { derivedSources } from '../../studies/derive/sources.ts';
import { layerTable } from '../../plan/plan.ts';
import { statusOf } from '../../studies/reach/mounts.ts';
import { boundsOf } from '../../state/map-item.ts';
import type { Command } from '../command.ts';
import { movePoint } from '../../plan/edits/edit-feature.ts';
import type { Workbench } from '../workbench.ts';
import { groundOf, missing, radioSites, runStudy, sitesInput } from './radio-study.ts';
import { wording } from '../../text/wording.ts';

const words = wording.requestStudy;

export const WORKLIST_TITLE = words.judgingJoinRequests;
export const HUBS_TITLE = words.rankingHubs;

/** The sites that ask to join: those that say so, or say nothing of their state. Some may have an address alone. */
export function requestSites({ plan }: Workbench): Feature[] {
  const sites = featuresOfLayer(plan.plan.layers.get('sites') ?? emptyLayer);
  return [...sites].filter(({ fields }) => ['request', ''].includes(statusOf(fields)));
}

/** Layers that know where an address is, the best first. */
const ADDRESS_LAYERS = ['addresses', 'premises', 'buildings'] as const;

export const studyRequests: Command = {
  id: 'requests.run',
  title: words.judgeRequestsToJoin,
  keywords: words.worklistOrganiserMembersViablePhoto,
  can: (bench) => {
    if (!radioSites(bench).some(({ fields }) => statusOf(fields) === 'installed')) return words.noRadioSiteHasStatus;
    return requestSites(bench).length === 0 ? words.thereNoRequestsImportThem : missing(bench, bench.radio.worklist);
  },
  run: async (bench) => {
    const ground = groundOf(bench);
    if (ground === null) return;
    bench.view.showRight('requests');
    const { plan } = bench.plan;
    const installed = radioSites(bench).filter(({ fields }) => statusOf(fields) === 'installed');
    const input = {
      ...sitesInput(bench, ground),
      sites: [...installed, ...requestSites(bench)],
      addresses: ADDRESS_LAYERS.map((name) => layerTable(plan, name)),
    };
    const before = bench.radio.worklist.result;
    await runStudy(bench, bench.radio.worklist, WORKLIST_TITLE, { name: 'study-worklist', input });
    if (bench.radio.worklist.result !== before) lookAtRequests(bench);
  },
};

/** Brings the requests that were judged, and what each would be linked to, into view. */
function lookAtRequests({ camera, radio }: Workbench): void {
  const places = (radio.worklist.result?.requests ?? []).flatMap(({ item, position }) => [
    ...(position === null ? [] : [position]),
    ...(item?.goal && item.outcome !== 'no' ? [item.goal.from.position, item.goal.to.position] : []),
  ]);
  if (places.length > 0) camera.fit(boundsOf({ type: 'MultiPoint', coordinates: places }), { maxZoom: 16 });
}

/** Puts one request where an address is; undone as one step. */
export function placeRequest(bench: Workbench, id: string, position: LngLat): void {
  const site = planFeature(bench.plan.plan, 'sites', id);
  if (site !== undefined) bench.plan.commit(movePoint({ layer: 'sites', feature: site }, quantise(position)));
}

/** The requests without a position whose address was found exactly, and where it is. */
function foundByAddress({ plan, radio }: Workbench): { site: Feature; position: LngLat }[] {
  return (radio.worklist.result?.requests ?? []).flatMap(({ row, joined, position }) => {
    const site = planFeature(plan.plan, 'sites', row.id);
    return joined?.how === 'exact' && position !== null && site?.geometry === null ? [{ site, position }] : [];
  });
}

export const placeRequests: Command = {
  id: 'requests.place',
  alters: true,
  title: words.putRequestsOnMapWhere,
  keywords: words.geocodeJoinAddressLayer,
  can: (bench) => foundByAddress(bench).length > 0 || words.noJudgedRequestWasFound,
  run: (bench) => {
    const found = foundByAddress(bench);
    const { plan } = bench.plan;
    const sites = plan.layers.get('sites') ?? emptyLayer;
    // Positions come from these layers, and their licences with them.
    const [source] = derivedSources(plan, ADDRESS_LAYERS, words.placedByAddresses);
    const isNamed = source?.licence === undefined || sites.sources.some((one) => sameValue(one, source));
    bench.plan.commit({
      note: words.putRequestsAtTheirAddresses({ requests: words.requests({ count: found.length }) }),
      ...(isNamed ? {} : { layers: [{ name: 'sites', layer: { ...sites, sources: [...sites.sources, source] } }] }),
      features: found.map(({ site, position }) => ({
        layer: 'sites',
        id: site.id,
        feature: { ...site, geometry: { type: 'Point', coordinates: quantise(position) } },
      })),
    });
  },
};

/** More hubs than this are no plan for a season. */
const MOST_HUBS = 20;

export const studyHubs: Command = {
  id: 'hubs.run',
  title: words.rankRoofsToWinAs,
  keywords: words.candidatesRelayConsentReachOrganiser,
  can: (bench) =>
    !radioSites(bench).some(
      ({ fields }) =>
        String(fields['consent'] ?? '')
          .trim()
          .toLowerCase() === 'yes',
    )
      ? words.noRadioSiteHasConsent
      : missing(bench, bench.radio.hubs),
  run: async (bench) => {
    const ground = groundOf(bench);
    if (ground === null) return;
    bench.view.showRight('requests');
    const input = { ...sitesInput(bench, ground), most: MOST_HUBS };
    await runStudy(bench, bench.radio.hubs, HUBS_TITLE, { name: 'study-hubs', input });
  },
};
