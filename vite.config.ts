import { svelte } from '@sveltejs/vite-plugin-svelte';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const SERVICE_WORKER = 'service-worker.js';

/**
 * Whom the page may ask besides itself: addresses that a person adds (basemaps, rasters by address), and servers on the same computer.
 * Nothing is asked for until then. A host that wants none of it sets a stricter header (docs/RELIABILITY.md).
 */
const ADDED_BY_PERSON = 'https: http://localhost:* http://127.0.0.1:*';

/** What the built app may load. */
const contentSecurityPolicy = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'style-src': "'self'",
  'img-src': `'self' data: blob: ${ADDED_BY_PERSON}`,
  'connect-src': `'self' ${ADDED_BY_PERSON}`,
  'font-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

/** Vite's own client writes style elements and talks over a socket while developing. */
const developmentPolicy = {
  ...contentSecurityPolicy,
  'script-src': "'self' 'unsafe-inline' 'wasm-unsafe-eval'",
  'style-src': "'self' 'unsafe-inline'",
  'connect-src': `'self' ws: ${ADDED_BY_PERSON}`,
};

const policyText = (policy: Record<string, string>): string =>
  Object.entries(policy)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ');

function headers(policy: Record<string, string>): Record<string, string> {
  return {
    'Content-Security-Policy': policyText(policy),
    // Together they make the page cross-origin isolated, so that workers can share one terrain.
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  };
}

const here = import.meta.dirname;

/** The policy in the page itself, for hosts that set no headers. */
const policyInPage: Plugin = {
  name: 'policy-in-page',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: policyText(contentSecurityPolicy) },
      injectTo: 'head-prepend',
    },
  ],
};

/** Tells the service worker which files belong to this version of the app, and names the version after their contents. */
const filesForOffline: Plugin = {
  name: 'files-for-offline',
  apply: 'build',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const worker = bundle[SERVICE_WORKER];
      if (worker?.type !== 'chunk') throw new Error('the service worker was not built');
      const open = readdirSync(`${here}/public`, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      const copied = open.map(({ parentPath, name }) =>
        relative(`${here}/public`, `${parentPath}/${name}`).replaceAll('\\', '/'),
      );
      const files = [...new Set([...Object.keys(bundle), 'index.html', ...copied])]
        .filter((file) => file !== SERVICE_WORKER)
        .sort();
      const hash = createHash('sha256');
      for (const [, file] of Object.entries(bundle).sort(([a], [b]) => (a < b ? -1 : 1)))
        hash.update(file.fileName).update(file.type === 'chunk' ? file.code : file.source);
      for (const file of copied.sort()) hash.update(file).update(readFileSync(`${here}/public/${file}`));
      const head = `const WEFT_VERSION=${JSON.stringify(hash.digest('hex').slice(0, 16))};const WEFT_FILES=${JSON.stringify(files)};`;
      worker.code = `${head}\n${worker.code}`;
    },
  },
};

export default defineConfig({
  root: `${here}/src/app`,
  publicDir: `${here}/public`,
  // Relative addresses: the built app also runs from a sub-folder of a static host.
  base: './',
  cacheDir: `${here}/node_modules/.vite`,
  plugins: [svelte({ configFile: `${here}/svelte.config.js` }), policyInPage, filesForOffline],
  worker: { format: 'es' },
  build: {
    outDir: `${here}/dist`,
    emptyOutDir: true,
    target: 'es2023',
    // A data: address in script or style would be one more thing for the policy to allow.
    assetsInlineLimit: 0,
    // The first screen has its own budget (test/support/size-budget.mjs); lazy parts may be larger.
    chunkSizeWarningLimit: 1200,
    reportCompressedSize: false,
    rollupOptions: {
      input: { index: `${here}/src/app/index.html`, 'service-worker': `${here}/src/workers/offline-worker.ts` },
      output: {
        // At the root, where its scope is the whole app, and under a name that stays.
        entryFileNames: ({ name }) => (name === 'service-worker' ? SERVICE_WORKER : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: { host: '127.0.0.1', port: 5173, headers: headers(developmentPolicy), fs: { allow: [here] } },
  preview: { host: '127.0.0.1', port: 4173, strictPort: false, headers: headers(contentSecurityPolicy) },
  test: {
    projects: [
      {
        extends: true,
        root: here,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/unit/**/*.test.ts', 'test/contract/**/*.test.ts', 'test/*.test.ts'],
          testTimeout: 30_000,
          // Files share what they load: loading it for each anew took a seventh of the time. Globals are given back by who alters them.
          isolate: false,
          // Two cores: two files at a time. What is measured in a test is processor time.
          maxWorkers: Math.max(2, availableParallelism() - 1),
        },
      },
    ],
  },
});
