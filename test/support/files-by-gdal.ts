import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeZip } from '../../src/io/zip.ts';

/** Whether GDAL is installed and writes File Geodatabases. */
export function gdalWritesGeodatabases(): boolean {
  return /OpenFileGDB -vector- \(rw\+/.test(String(spawnSync('ogrinfo', ['--formats'], { encoding: 'utf8' }).stdout));
}

let saidOfGeoTiff: string | undefined;

/** Whether gdal_translate is installed and writes GeoTIFFs packed so. */
export function gdalWrites(compression = 'DEFLATE'): boolean {
  saidOfGeoTiff ??= String(spawnSync('gdalinfo', ['--format', 'GTiff'], { encoding: 'utf8' }).stdout);
  return saidOfGeoTiff.includes(`<Value>${compression}</Value>`);
}

/** A raster as gdal_translate makes it of an ASCII grid, and the files that it wrote beside it by their ending. */
export function rasterByGdal(
  source: { readonly name: string; readonly text: string }[],
  args: readonly string[],
  ending = 'tif',
): { bytes: Uint8Array; companions: Map<string, Uint8Array> } {
  const folder = mkdtempSync(join(tmpdir(), 'weft-gdal-'));
  try {
    for (const { name, text } of source) writeFileSync(join(folder, name), text);
    const from = join(folder, source.at(-1)?.name ?? '');
    execFileSync('gdal_translate', ['-q', ...args, from, join(folder, `made.${ending}`)], { stdio: ['ignore', 'pipe', 'pipe'] });
    const companions = new Map<string, Uint8Array>();
    for (const name of readdirSync(folder)) {
      const [, part] = /^made\.(tfw|wld)$/.exec(name) ?? [];
      if (part !== undefined) companions.set(part, readFileSync(join(folder, name)));
    }
    return { bytes: readFileSync(join(folder, `made.${ending}`)), companions };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A zipped File Geodatabase of the layers of a GeoPackage, as GDAL writes it; `then` are arguments of ogrinfo that alter it. */
export function geodatabaseByGdal(geopackage: Uint8Array, then: readonly string[] = []): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'weft-gdal-'));
  try {
    const [from, to] = [join(folder, 'a.gpkg'), join(folder, 'a.gdb')];
    writeFileSync(from, geopackage);
    execFileSync('ogr2ogr', ['-f', 'OpenFileGDB', to, from], { stdio: ['ignore', 'pipe', 'pipe'] });
    if (then.length > 0) execFileSync('ogrinfo', ['-q', to, ...then], { stdio: ['ignore', 'pipe', 'pipe'] });
    return writeZip(new Map(readdirSync(to).map((name) => [`a.gdb/${name}`, new Uint8Array(readFileSync(join(to, name)))])));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
