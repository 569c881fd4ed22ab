/** What a place is offered, by NTIA's rule for the BEAD programme. */
export type ServiceLevel = 'unserved' | 'underserved' | 'served';

/** One offer of service to a place, as the FCC's availability lists have it. */
export interface Offer {
  /** 10 copper, 40 cable, 50 fiber, 60 and 61 satellite, 70 to 72 fixed wireless, 0 other. */
  readonly technology: number;
  readonly downloadMbps: number;
  readonly uploadMbps: number;
  readonly isLowLatency: boolean;
}

/** Technologies that count as reliable; satellite, unlicensed wireless and others do not. */
const RELIABLE: readonly number[] = [10, 40, 50, 71, 72];
const LEVELS: readonly ServiceLevel[] = ['unserved', 'underserved', 'served'];

/**
 * The level of one offer: underserved from 25/3 Mbps on, served from 100/20 on, both of reliable technology and low latency.
 * Source: NTIA, BEAD Notice of Funding Opportunity (2022), definitions of unserved and underserved location.
 */
export function levelOfOffer({ technology, downloadMbps, uploadMbps, isLowLatency }: Offer): ServiceLevel {
  if (!RELIABLE.includes(technology) || !isLowLatency || downloadMbps < 25 || uploadMbps < 3) return 'unserved';
  return downloadMbps < 100 || uploadMbps < 20 ? 'underserved' : 'served';
}

/** The best of several levels; a place without any is unserved. */
export function bestLevel(levels: Iterable<ServiceLevel>): ServiceLevel {
  let best = 0;
  for (const level of levels) best = Math.max(best, LEVELS.indexOf(level));
  return LEVELS[best] ?? 'unserved';
}
