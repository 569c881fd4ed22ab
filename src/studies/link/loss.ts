import { diffractionLoss } from '../../radio/diffraction-loss.ts';
import type { PathProfile } from '../../radio/path-profile.ts';
import { END_MARGIN_M, type SightlineInput } from '../../radio/sightline.ts';

/**
 * Diffraction loss of a link on top of free space, dB, over land, horizontal polarisation (vertical differs by 0.8 dB on the
 * published example at 95 MHz, and less at higher frequencies). Null where some of the ground is unknown: a loss over half a
 * path is none.
 */
export function linkDiffractionDb(link: Omit<SightlineInput, 'error'>): number | null {
  if (link.profile.groundM.some(Number.isNaN)) return null;
  return diffractionLoss({
    profile: withoutMounts(link.profile),
    altitudeAM: link.altitudeAM,
    altitudeBM: link.altitudeBM,
    frequencyGhz: link.frequencyGhz,
    effectiveRadiusM: link.kFactor * link.earthRadiusM,
    polarisation: 'horizontal',
    seaShare: 0,
  }).lossDb;
}

/** The profile without the samples beside the antennas, which do not count as obstacles; the ends themselves stay. */
function withoutMounts({ lengthM, distanceM, groundM, surfaceM }: PathProfile): PathProfile {
  const marginM = Math.min(END_MARGIN_M, lengthM / 4);
  const counts = (_: number, i: number): boolean => {
    const d1M = distanceM[i] ?? NaN;
    return i === 0 || i === distanceM.length - 1 || (d1M >= marginM && lengthM - d1M >= marginM);
  };
  return {
    lengthM,
    distanceM: distanceM.filter(counts),
    groundM: groundM.filter(counts),
    surfaceM: surfaceM?.filter(counts) ?? null,
  };
}
