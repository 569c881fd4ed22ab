/** A piece of a way, as it lies between two nodes. */
interface WayPiece {
  readonly way: number;
  readonly lengthM: number;
}

/** Nobody brings another machine for less than this; metres. */
const LEAST_RUN_M = 25;

/**
 * Whether each piece counts as built up, in runs that are worth a method of their own: a shorter run counts as what it lies between.
 * @param pieces those of one way one after the other
 * @param isBuiltUp for each piece whether its middle is
 */
export function builtUpRuns(pieces: readonly WayPiece[], isBuiltUp: readonly boolean[]): boolean[] {
  const runs: { way: number; isBuiltUp: boolean; lengthM: number; count: number }[] = [];
  const add = (way: number, builtUp: boolean, lengthM: number, count: number): void => {
    const last = runs.at(-1);
    if (last?.way === way && last.isBuiltUp === builtUp) {
      last.lengthM += lengthM;
      last.count += count;
    } else runs.push({ way, isBuiltUp: builtUp, lengthM, count });
  };
  pieces.forEach(({ way, lengthM }, i) => add(way, isBuiltUp[i] ?? false, lengthM, 1));
  const found = runs.splice(0);
  found.forEach(({ way, isBuiltUp: builtUp, lengthM, count }, i) => {
    const around = Math.max(...[runs.at(-1), found[i + 1]].map((one) => (one?.way === way ? one.lengthM : 0)));
    add(way, lengthM < LEAST_RUN_M && lengthM < around ? !builtUp : builtUp, lengthM, count);
  });
  return runs.flatMap((run) => Array<boolean>(run.count).fill(run.isBuiltUp));
}
