import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { cruise } from 'dependency-cruiser';
import type { ICruiseResult } from 'dependency-cruiser';
import { beforeAll, describe, expect, test } from 'vitest';
import { packageHomes } from './support/package-homes.ts';

const projectRoot = resolve(import.meta.dirname, '..');

/**
 * The one file of the app that may ask for something over the network (its own files, tiles and rasters that the user adds), that of the command line
 * (rasters that the user names), and the service worker, which passes on what the app asks for within its own address.
 */
const networkFiles = ['src/store/network.ts', 'src/cli/network.ts', 'src/workers/offline-worker.ts'];

/** Addresses that are names of a vocabulary and are never loaded. */
const vocabularies = [
  'http://www.w3.org/',
  'http://www.opengis.net/',
  'http://www.topografix.com/',
  'http://schemas.openxmlformats.org/',
  'http://purl.org/dc/',
  'http://www.geopackage.org/spec120/',
  'https://raw.githubusercontent.com/Open-Telecoms-Data/open-fibre-data-standard/', // the schema that each network must name
];

const sourceFiles = readdirSync(join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' })
  .map((path) => `src/${path.replaceAll('\\', '/')}`)
  .filter((path) => /\.(ts|mjs|js|svelte|html|css)$/.test(path))
  .sort();

describe('imports', () => {
  let result: ICruiseResult;

  beforeAll(async () => {
    const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
    const { output } = await cruise(['src'], { baseDir: projectRoot, validate: true, ruleSet: { forbidden }, ...options });
    result = output as ICruiseResult;
  }, 120_000);

  test('follow the table of tiers, and no folder reaches into the internals of another', () => {
    const violations = result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
    expect(violations).toEqual([]);
  });

  test('were found at all', () => {
    expect(result.modules.filter((module) => module.source.startsWith('src/')).length).toBeGreaterThan(5);
    expect(result.modules.some((module) => module.dependencies.length > 0)).toBe(true);
  });

  test('take each third-party package in one place', () => {
    const importers = new Map<string, Set<string>>();
    for (const { source, dependencies } of result.modules) {
      if (!source.startsWith('src/')) continue;
      for (const { module, dependencyTypes } of dependencies) {
        const name = dependencyTypes.includes('core') ? null : packageName(module);
        if (name) importers.set(name, (importers.get(name) ?? new Set()).add(source));
      }
    }
    const strays = [...importers].flatMap(([name, files]) => {
      const home = packageHomes[name];
      if (home) return [...files].filter((file) => !home.test(file)).map((file) => `${name} is not at home in ${file}`);
      return files.size > 1 ? [`${name} is imported by ${[...files].sort().join(' and ')}`] : [];
    });
    expect(strays).toEqual([]);
  });
});

test('no file is named after nothing in particular, and none only passes others on', () => {
  const vague = sourceFiles.filter((path) => /(^|\/)(index|utils?|helpers?|common|misc|types|shared)(\.[a-z.]+|\/)/.test(path));
  expect(vague.filter((path) => path !== 'src/app/index.html')).toEqual([]);
});

test('nothing asks for anything over the network outside one file of the app, one of the command line, and the service worker', () => {
  const asking = /\bfetch\s*\(|\bXMLHttpRequest\b|\bnew (WebSocket|EventSource|WebTransport)\b|\bsendBeacon\b|\bimportScripts\b/;
  const strays = sourceFiles.filter((path) => !networkFiles.includes(path) && asking.test(codeOf(path)));
  expect(strays).toEqual([]);
});

test('no host is named in the program', () => {
  const strays = sourceFiles.flatMap((path) =>
    [...codeOf(path).matchAll(/\bhttps?:\/\/[^\s'"`)<>]+/g)]
      .map(([address]) => address)
      .filter((address) => !vocabularies.some((vocabulary) => address.startsWith(vocabulary)))
      .filter((address) => !/^http:\/\/(127\.0\.0\.1|localhost)\b/.test(address))
      .map((address) => `${path}: ${address}`),
  );
  expect(strays).toEqual([]);
});

/** The package that an import names, or null for a file or a module of Node's own. */
function packageName(specifier: string): string | null {
  if (/^([./]|node:|virtual:|[a-z]+:)/.test(specifier)) return null;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? null);
}

/** A file's text without its comments, which may name sources. */
function codeOf(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|[\s;{}(,])\/\/.*$/gm, '$1');
}
