import { AppError } from '../../base/app-error.ts';
import type { HeightAbove, LinkEnd, LinkModel } from './result.ts';
import type { TerrainSource } from './terrain-source.ts';

/** What a link study needs. */
export interface LinkInput {
  readonly terrain: TerrainSource;
  /** Roofs and trees above the same datum as the terrain; the higher of the two obstructs. */
  readonly surface?: TerrainSource | null;
  readonly from: LinkEnd;
  readonly to: LinkEnd;
  readonly heightAbove: HeightAbove;
  /** 0.03 … 300. */
  readonly frequencyGhz: number;
  /** Effective over true Earth radius, 0.1 … 1e6; 4/3 is usual. */
  readonly kFactor: number;
  readonly model?: LinkModel;
}

const MOST_LENGTH_M = 300_000;
const MOST_HEIGHT_M = 2000;

/**
 * Refuses what a link study cannot judge.
 * @param lengthM distance between the ends, metres
 * @throws AppError study/link-input
 */
export function checkLinkInput(input: LinkInput, lengthM: number): void {
  for (const end of [input.from, input.to]) {
    if (!(end.heightM >= 0 && end.heightM <= MOST_HEIGHT_M)) {
      throw refusal(
        `An antenna height of ${end.heightM} m is not between 0 and ${MOST_HEIGHT_M} m.`,
        'Give the height above ground or surface, not above sea level.',
      );
    }
  }
  if (!(lengthM >= 1)) throw refusal('The two ends are at the same place.', 'Choose two places at least a metre apart.');
  if (!(lengthM <= MOST_LENGTH_M)) {
    throw refusal(
      `The ends are ${Math.round(lengthM / 1000)} km apart.`,
      `A sightline is judged up to ${MOST_LENGTH_M / 1000} km.`,
    );
  }
  if (!(input.frequencyGhz >= 0.03 && input.frequencyGhz <= 300)) {
    throw refusal(`A frequency of ${input.frequencyGhz} GHz is outside 0.03–300 GHz.`, 'Give the frequency in GHz, such as 5.5.');
  }
  if (!(input.kFactor >= 0.1 && input.kFactor <= 1e6)) {
    throw refusal(`An effective Earth factor of ${input.kFactor} is outside 0.1–1,000,000.`, 'The usual value is 1.3333.');
  }
  if (input.heightAbove === 'surface' && !input.surface) {
    throw refusal('Heights above the surface need a surface model.', 'Add one, or give heights above ground.');
  }
}

function refusal(what: string, remedy: string): AppError {
  return new AppError('study/link-input', { what, remedy });
}
