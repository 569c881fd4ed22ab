import type { Palette } from '../base/palette.ts';
import type { AirSight, HighPlace } from '../state/scene-state.svelte.ts';
import type { AirLine, AirPoint } from './air-line.ts';

/** How the view in 3D counts heights: from a level, all raised alike. */
export interface HeightScale {
  readonly lowestM: number;
  readonly raise: number;
}

const LINK_PX = 4;
const MAST_PX = 2.5;
/** Verdicts differ by their dash as on the flat map, in pieces of a line. */
const LOOKS: Readonly<Record<string, { readonly colour: keyof Palette; readonly dash: readonly boolean[] | null }>> = {
  clear: { colour: 'clear', dash: null },
  marginal: { colour: 'marginal', dash: [true, true, false] },
  blocked: { colour: 'blocked', dash: [true, false] },
  'too-close': { colour: 'tooClose', dash: [true, true, true, false, true, false] },
};

/** Links as lines through the air, with a mast from the ground to each antenna. */
export function sceneLines(sights: readonly AirSight[], scale: HeightScale, palette: Palette): AirLine[] {
  return sights.flatMap(({ from, to, verdict }): AirLine[] => {
    const { colour, dash } = LOOKS[verdict] ?? { colour: 'inkSoft', dash: null };
    const masts = [from, to].map((end): AirLine => {
      const ground = { position: end.position, altitudeM: end.groundM };
      return { from: airPoint(ground, scale), to: airPoint(end, scale), colour: palette.ink, widthPx: MAST_PX, dash: null };
    });
    return [...masts, { from: airPoint(from, scale), to: airPoint(to, scale), colour: palette[colour], widthPx: LINK_PX, dash }];
  });
}

/** Where a place is in the view. */
export function airPoint({ position, altitudeM }: HighPlace, { lowestM, raise }: HeightScale): AirPoint {
  return { position, zM: (altitudeM - lowestM) * raise };
}
