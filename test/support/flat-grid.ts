import type { Grid } from '../../src/geo/grid.ts';

/** Ground of one height, ten by ten cells, over the square degree north and east of 0°, 0°. */
export const flatGrid = (heightM: number): Grid => ({
  width: 10,
  height: 10,
  values: new Float32Array(100).fill(heightM),
  toModel: [0, 0.1, 0, 1, 0, -0.1],
  crs: 'EPSG:4326',
  verticalDatum: null,
  errorM: null,
});
