import { AppError } from '../../base/app-error.ts';
import type { HeightAbove } from '../obstacles/obstacles.ts';
import type { Standing } from '../obstacles/standing.ts';
import type { LinkEnd, LinkModel } from './result.ts';
import type { TerrainSource } from './terrain-source.ts';

/** What a link study needs. */
export interface LinkInput {
  readonly terrain: TerrainSource;
  /** Roofs and trees above the same datum as the terrain; the higher of the two obstructs. */
  readonly surface?: TerrainSource | null;
  /** Buildings and trees on the ground; beside a surface they only name what it is. */
  readonly standing?: Standing | null;
  readonly from: LinkEnd;
  readonly to: LinkEnd;
  /** What heights are counted from, where an end does not say otherwise. */
  readonly heightAbove: HeightAbove;
  /** 0.03 … 300. */
  readonly frequencyGhz: number;
  /** Effective over true Earth radius, 0.1 … 1e6; 4/3 is usual. */
  readonly kFactor: number;
  readonly model?: LinkModel;
}

const MOST_LENGTH_M = 300_000;
const MOST_HEIGHT_M = 2000;
const MOST_ALTITUDE_M = 9000;

/**
 * Refuses what a link study cannot judge.
 * @param lengthM distance between the ends, metres
 * @throws AppError study/link-input
 */
export function checkLinkInput(input: LinkInput, lengthM: number): void {
  for (const end of [input.from, input.to]) {
    const heightAbove = end.heightAbove ?? input.heightAbove;
    const mostM = heightAbove === 'sea' ? MOST_ALTITUDE_M : MOST_HEIGHT_M;
    const leastM = heightAbove === 'sea' ? -500 : 0;
    if (!(end.heightM >= leastM && end.heightM <= mostM)) {
      throw refusal(
        `An antenna height of ${end.heightM} m is not between ${leastM} and ${mostM} m.`,
        'Give the height above ground, roof or surface; one above sea level needs --height-above sea.',
      );
    }
    if (heightAbove === 'surface' && !input.surface)
      throw refusal('Heights above the surface need a surface model.', 'Add one, or give heights above ground.');
    if (heightAbove === 'roof' && !input.surface && !input.standing)
      throw refusal('Heights above the roof need buildings or a surface model.', 'Add them, or give heights above ground.');
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
}

function refusal(what: string, remedy: string): AppError {
  return new AppError('study/link-input', { what, remedy });
}
