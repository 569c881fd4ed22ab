import type { Obstacles } from '../obstacles/obstacles.ts';

/** What stands in the way and how trees are dealt with, in a sentence. */
export function obstaclesText({ surface, buildings, buildingHeights, canopy, season }: Obstacles): string {
  if (surface.length > 0) return 'A surface model of roofs and trees stands in the way; nothing passes through trees.';
  const stands = [buildings === null && buildingHeights.length === 0 ? '' : 'buildings', canopy.length === 0 ? '' : 'trees'];
  const named = stands.filter((name) => name !== '').join(' and ');
  if (named === '') return 'Bare ground: neither buildings nor trees are in the way.';
  if (canopy.length === 0) return 'Buildings stand in the way; trees are unknown.';
  const leaves = season === 'leaf-on' ? 'in leaf' : 'without leaves';
  return `${named === 'trees' ? 'Trees stand' : 'Buildings and trees stand'} in the way of sight; levels go over crowns or through them (Weissberger, ${leaves}), whichever loses less.`;
}
