import type { FoundFrame } from './frame.ts';
import type { FoundState } from './inspect.ts';

/** A former state that can be looked at and restored. */
export interface KeptState {
  readonly sequence: number;
  readonly atMs: number;
  /** Bytes of the change that made it, or of the whole snapshot. */
  readonly bytes: number;
  readonly frame: FoundFrame;
}

/**
 * The states of which a list is shown: the last one and those before the longest pauses, so that ten lines reach back over bouts of
 * work instead of ten key presses. Newest first.
 * @param chain the state whose snapshot lies furthest back
 */
export function keptStates(chain: FoundState, most: number): KeptState[] {
  const frames: FoundFrame[] = [chain.snapshot, ...chain.changes];
  const pauses = frames.slice(0, -1).map((frame, i) => ({ i, pauseMs: (frames[i + 1]?.atMs ?? 0) - frame.atMs }));
  const chosen = pauses.sort((a, b) => b.pauseMs - a.pauseMs || b.i - a.i).slice(0, most - 1);
  return [frames.length - 1, ...chosen.map(({ i }) => i).sort((a, b) => b - a)].flatMap((i) => {
    const frame = frames[i];
    return frame === undefined ? [] : [{ sequence: frame.sequence, atMs: frame.atMs, bytes: frame.payload.length, frame }];
  });
}
