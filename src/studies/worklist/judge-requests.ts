import type { JobContext } from '../../base/job.ts';
import type { LngLat } from '../../geo/position.ts';
import { mountsOf, type Mount, type ReachScene } from '../reach/mounts.ts';
import type { Joined } from './join-addresses.ts';
import { cellOf, type AddressRow } from './known-addresses.ts';
import { studyWorklist, type WorkItem } from './run.ts';

/** One who wants to join, and where that is. */
export interface PlacedRequest {
  readonly row: AddressRow;
  /** The address as it was written; empty where there is none. */
  readonly line: string;
  /** What became of the address; null for a request that states its position. */
  readonly joined: Joined | null;
  /** Null where no place was found: `joined` says why. */
  readonly position: LngLat | null;
}

/** A request with what the study says of it. */
export interface JudgedRequest extends PlacedRequest {
  /** Null where it has no place, or could not be judged there. */
  readonly item: WorkItem | null;
  /** Why it was not judged; null where it was. */
  readonly reason: string | null;
}

/** Columns that hold a postal address, in lower case. */
export const ADDRESS_COLUMNS = ['address', 'street address', 'full_address', 'adresse', 'anschrift'];

/** Where the requests are: at their own position, else where the address book has their address. */
export function placeRequests(rows: Iterable<AddressRow>, book: (line: string) => Joined): PlacedRequest[] {
  return [...rows].map((row): PlacedRequest => {
    const line = cellOf(row.fields, ADDRESS_COLUMNS);
    if (row.geometry?.type === 'Point') return { row, line, joined: null, position: row.geometry.coordinates };
    const joined = book(line);
    return { row, line, joined, position: 'address' in joined ? joined.address.position : null };
  });
}

/**
 * Judges requests against the nodes that stand and against each other (`studyWorklist`). An address that was joined to a neighbour's number
 * needs a photo at best. In the order given, one answer for each roof, by the best of its mounts; nobody is left out silently.
 * @param usualHeightM antenna above ground where a request states none, metres
 */
export async function judgeRequests(
  scene: ReachScene,
  nodes: readonly Mount[],
  requests: readonly PlacedRequest[],
  usualHeightM: number,
  job: JobContext,
): Promise<JudgedRequest[]> {
  const placed = requests.flatMap(({ row, position }) =>
    position === null ? [] : [{ ...row, geometry: { type: 'Point' as const, coordinates: position } }],
  );
  const { mounts, leftOut } = mountsOf(placed, scene, usualHeightM);
  const items = new Map((await studyWorklist(scene, nodes, mounts, job)).map((item) => [item.mount.id, item]));
  const outdone = new Set(mounts.filter(({ id }) => !items.has(id)).map(({ id }) => id));
  const unjudged = new Map(leftOut.map(({ id, reason }) => [id, reason]));
  return requests.flatMap((request): JudgedRequest[] => {
    const found = items.get(request.row.id);
    // Another mount of this roof was better.
    if (outdone.has(request.row.id)) return [];
    if (found === undefined)
      return [{ ...request, item: null, reason: unjudged.get(request.row.id) ?? request.joined?.reason ?? '' }];
    const isDoubtful = request.joined?.how === 'near' && found.outcome === 'viable';
    return [{ ...request, item: isDoubtful ? { ...found, outcome: 'needs a photo' } : found, reason: null }];
  });
}
