/** A piece of cable to be cut from a reel. */
export interface CablePiece {
  readonly id: string;
  readonly size: number;
  readonly lengthM: number;
}

/** A reel and the cables cut from it, in order. */
export interface Reel {
  readonly id: string;
  readonly size: number;
  readonly pieces: readonly CablePiece[];
  readonly usedM: number;
  /** At least as long as what is cut from it: a cable longer than a usual reel needs one made for it. */
  readonly lengthM: number;
}

/** Cuts cables from as few reels as the rule "longest first, onto the first reel that still holds it" finds: at most 22 % + 1 more than needed. */
export function cutReels(cables: readonly CablePiece[], reelM: number): Reel[] {
  const reels: { size: number; pieces: CablePiece[]; usedM: number }[] = [];
  const inOrder = [...cables].sort((a, b) => a.size - b.size || b.lengthM - a.lengthM || (a.id < b.id ? -1 : 1));
  for (const piece of inOrder) {
    const fitting = reels.find(({ size, usedM }) => size === piece.size && usedM + piece.lengthM <= reelM);
    if (fitting === undefined) reels.push({ size: piece.size, pieces: [piece], usedM: piece.lengthM });
    else {
      fitting.pieces.push(piece);
      fitting.usedM += piece.lengthM;
    }
  }
  const count = new Map<number, number>();
  return reels.map(({ size, pieces, usedM }) => {
    const number = (count.get(size) ?? 0) + 1;
    count.set(size, number);
    return { id: `${size}F-${String(number).padStart(3, '0')}`, size, pieces, usedM, lengthM: Math.max(reelM, usedM) };
  });
}
