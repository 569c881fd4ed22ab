import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** What the built app may load; https: is for tile hosts that the user adds, nothing is asked for until then. */
const contentSecurityPolicy = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data: blob: https:",
  'connect-src': "'self' https:",
  'font-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

/** Vite's own client writes style elements and talks over a socket while developing. */
const developmentPolicy = {
  ...contentSecurityPolicy,
  'script-src': "'self' 'unsafe-inline' 'wasm-unsafe-eval'",
  'style-src': "'self' 'unsafe-inline'",
  'connect-src': "'self' ws: https:",
};

function headers(policy: Record<string, string>): Record<string, string> {
  return {
    'Content-Security-Policy': Object.entries(policy)
      .map(([directive, sources]) => `${directive} ${sources}`)
      .join('; '),
    // Together they make the page cross-origin isolated, so that workers can share one terrain.
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  };
}

const here = import.meta.dirname;

export default defineConfig({
  root: `${here}/src/app`,
  publicDir: `${here}/public`,
  // Relative addresses: the built app also runs from a sub-folder of a static host.
  base: './',
  cacheDir: `${here}/node_modules/.vite`,
  plugins: [svelte({ configFile: `${here}/svelte.config.js` })],
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
        },
      },
    ],
  },
});
