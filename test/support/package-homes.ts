/**
 * Where each third-party package may be imported: one place, named after the job. A package that is not listed may be
 * imported by one single file; list it here to give it a whole folder, or to pin its file.
 */
export const packageHomes: Readonly<Record<string, RegExp>> = {
  '@lucide/svelte': /^src\/(ui|app)\//,
  '@noble/hashes': /^src\/base\/hash\.ts$/,
  '@sqlite.org/sqlite-wasm': /^src\/io\/sqlite\.ts$/,
  '@turf/turf': /^src\/geo\//,
  'bits-ui': /^src\/(ui|app)\//,
  'd3-delaunay': /^src\/geo\//,
  'epsg-index': /^src\/geo\/crs/,
  esbuild: /^src\/cli\/program\.mjs$/,
  flatbush: /^src\/geo\/spatial-index\.ts$/,
  geomagnetism: /^src\/geo\/declination\.ts$/,
  geotiff: /^src\/io\/geotiff\.ts$/,
  'geographiclib-geodesic': /^src\/geo\/geodesy\.ts$/,
  jspdf: /^src\/[a-z-]+\/([a-z-]+\/)*pdf/,
  'jspdf-autotable': /^src\/[a-z-]+\/([a-z-]+\/)*pdf/,
  kdbush: /^src\/geo\/spatial-index\.ts$/,
  'maplibre-gl': /^src\/map\//,
  papaparse: /^src\/io\/csv/,
  proj4: /^src\/geo\/crs\.ts$/,
  shapefile: /^src\/io\/shapefile\.ts$/,
  svelte: /^src\/(app|ui|map|commands|state)\//,
};
