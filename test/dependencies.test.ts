import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Lowest versions without a known fault that touches us. */
const floors: Readonly<Record<string, { readonly version: string; readonly why: string }>> = {
  'maplibre-gl': { version: '6.4.1', why: 'CVE-2026-85061' },
  jspdf: { version: '4.0.0', why: 'reads any local file under Node before' },
};

/** Packages that must not come in, not even by way of another. */
const refused: Readonly<Record<string, string>> = {
  xlsx: 'the npm package is frozen with two CVEs',
  shpjs: 'loops for ever on a truncated zip',
};

/** Packages whose licence field says too little; their licence was read. */
const permissiveByReading = new Set(['arc', 'svelte-toolbelt']);

const readJson = (path: string): unknown => JSON.parse(readFileSync(resolve(import.meta.dirname, '..', path), 'utf8'));
const manifest = readJson('package.json') as Record<'dependencies' | 'devDependencies', Record<string, string>>;
const lock = readJson('package-lock.json') as { readonly packages: Readonly<Record<string, LockedPackage>> };

const locked = Object.entries(lock.packages)
  .filter(([path]) => path !== '')
  .map(([path, entry]) => ({ path, name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), ...entry }));

test('no locked package is older than its floor', () => {
  const older = locked
    .filter(({ name, version }) => floors[name] && isOlder(version ?? '0.0.0', floors[name].version))
    .map(({ path, name, version }) => `${path} ${version} is under ${floors[name]!.version} (${floors[name]!.why})`);
  expect(older).toEqual([]);
});

test('no refused package is locked', () => {
  expect(locked.filter(({ name }) => name in refused).map(({ path, name }) => `${path}: ${refused[name]}`)).toEqual([]);
});

test('every optional platform package that the lock names stands in it, so that npm ci works on every platform', () => {
  const missing = locked.flatMap(({ path, optionalDependencies }) =>
    Object.keys(optionalDependencies ?? {})
      .filter((name) => !candidatePaths(path, name).some((candidate) => candidate in lock.packages))
      .map((name) => `${path} names ${name}`),
  );
  expect(missing).toEqual([]);
});

test('every dependency, also one under another name, is asked for by its exact version', () => {
  const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
    ([, version]) => !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
  );
  expect(loose).toEqual([]);
});

test('what ships with the program is permissively licensed', () => {
  // EDL is the three-clause BSD licence by another name; OFL and "SEE LICENSE" (DejaVu: Bitstream Vera) are fonts.
  const permissive = /\b(MIT|ISC|BSD|BDS-3-Clause|0BSD|Apache-2\.0|Unlicense|CC0-1\.0|BlueOak-1\.0\.0|EDL-1\.0|OFL-1\.1|Zlib)\b/;
  const others = locked.filter(
    ({ dev, name, license }) => !dev && !permissive.test(license ?? 'none') && !permissiveByReading.has(name),
  );
  expect(others.map(({ path, license }) => `${path}: ${license}`)).toEqual([]);
});

/** Where Node would look for a package from another one's folder, nearest first. */
function candidatePaths(from: string, name: string): string[] {
  const folders = from
    .split('/node_modules/')
    .map((_, depth, parts) => parts.slice(0, parts.length - depth).join('/node_modules/'));
  return [...folders.map((folder) => `${folder}/node_modules/${name}`), `node_modules/${name}`];
}

function isOlder(version: string, floor: string): boolean {
  const [a, b] = [version, floor].map((text) => text.split('-')[0]!.split('.').map(Number));
  for (let i = 0; i < 3; i++) if (a![i] !== b![i]) return (a![i] ?? 0) < (b![i] ?? 0);
  return false;
}
