/** Names of elevation models that saw roofs and tree tops: radar and stereo satellites, and models called surface. */
const SEES_OBSTACLES =
  /srtm|glo-?(30|90)|cop(ernicus)?[-_ ]?dem|nasadem|aster|aw3d|alos|tandem|(^|[^a-z])dsm([^a-z]|$)|[ns]\d\d[ew]\d{3}.*hgt/i;

/**
 * Says where a terrain model, by the name of its files, already holds part of the buildings and trees that are put upon it. Names are
 * all that such files state; a bare-earth model under another name passes.
 */
export function terrainKindWarning(names: readonly string[]): string[] {
  const found = names.map((name) => name.split(/[/\\]/).at(-1) ?? name).filter((name) => SEES_OBSTACLES.test(name));
  if (found.length === 0) return [];
  return [
    `${found.join(', ')} looks like a model that saw roofs and trees: with buildings or canopy upon it they count in part twice, and the ` +
      'link looks worse than it is. Use a bare-earth model under them.',
  ];
}
