import type { LngLat } from '../geo/position.ts';

/** A place in the air: altitude above the terrain's datum, metres. */
export interface HighPlace {
  readonly position: LngLat;
  readonly altitudeM: number;
}

/** A link that hangs in the air, with the ground under its ends. */
export interface AirSight {
  readonly from: HighPlace & { readonly groundM: number };
  readonly to: HighPlace & { readonly groundM: number };
  readonly verdict: string;
}

/** How many times higher than it is the ground may be shown. */
export const RAISES = [1, 1.5, 2, 3] as const;

/** The view in 3D. A matter of the moment: nothing of it is part of the plan. */
export class SceneState {
  isOn = $state(false);
  /** All heights of the view are raised by this: ground, buildings and antennas alike, so that straight lines stay straight. */
  raise = $state<number>(1);
  /** Where the eye is to be put, and at what it is to look, as soon as the view is there. */
  wantedEye = $state.raw<{ readonly eye: HighPlace; readonly at: HighPlace } | null>(null);
}
