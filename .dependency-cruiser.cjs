/**
 * The import table of the house (docs/ARCHITECTURE.md), kept by test/architecture.test.ts. A picture of it:
 * `npx depcruise src --output-type dot`.
 */

const tier1 = ['base', 'geo'];
const tier2 = ['plan', 'radio', 'fiber', 'mesh', 'cost'];
const tier3 = ['studies', 'io'];
const tier4 = ['workers', 'store'];
const knowledge = [...tier1, ...tier2, ...tier3];
const services = [...knowledge, ...tier4];

/** What each folder of src may import beside itself. Peers of tier 2 do not know each other. */
const mayImport = {
  base: [],
  geo: ['base'],
  plan: tier1,
  radio: tier1,
  fiber: tier1,
  mesh: tier1,
  cost: tier1,
  io: [...tier1, ...tier2],
  studies: [...tier1, ...tier2, 'io'],
  store: knowledge,
  // A worker's entry is thin: what it runs may be the store's.
  workers: [...knowledge, 'store'],
  text: services,
  state: [...services, 'text'],
  commands: [...services, 'text', 'state'],
  map: [...services, 'text', 'state', 'commands'],
  ui: [...services, 'text', 'state', 'commands', 'map'],
  app: [...services, 'text', 'state', 'commands', 'map', 'ui'],
  cli: knowledge,
};

const folder = (names) => `^src/(${names.join('|')})/`;

const tierRules = Object.entries(mayImport).map(([name, allowed]) => ({
  name: `tier-${name}`,
  comment: `src/${name} may import ${allowed.length ? allowed.join(', ') : 'nothing but itself'}.`,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { path: '^src/', pathNot: folder([name, ...allowed]) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...tierRules,
    {
      name: 'no-node',
      comment: "Node's own modules belong to the command line; bytes come in as Uint8Array elsewhere.",
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-browser-packages',
      comment: 'Tiers 1 to 4 and the command line know neither Svelte nor the map engine.',
      severity: 'error',
      from: { path: folder([...services, 'cli']) },
      to: { path: '(^|/)node_modules/(svelte|@lucide/svelte|bits-ui|maplibre-gl)/' },
    },
    {
      name: 'internal-of-a-tier-folder',
      comment: 'A folder keeps its internal/ to itself.',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/.+/internal/', pathNot: '^src/$1/' },
    },
    {
      name: 'internal-of-a-sub-folder',
      comment: 'A sub-folder keeps its internal/ to itself.',
      severity: 'error',
      from: { path: '^src/([^/]+)/([^/]+)' },
      to: { path: ['^src/[^/]+/[^/]+/internal/', '^src/[^/]+/[^/]+/.+/internal/'], pathNot: '^src/$1/($2|internal)/' },
    },
    {
      name: 'bundled-data',
      comment: 'src/io/bundled-data.ts is the only reader of data/.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/io/bundled-data\\.ts$' },
      to: { path: '^data/' },
    },
    {
      name: 'src-stands-alone',
      comment: 'The program does not import its tests.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-circle',
      comment: 'Two files that need each other are one file, or three. Types may look back.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: "A file that is imported exists; packages are the type checker's to find.",
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true, path: '^\\.' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'browser', 'module', 'default'],
      extensions: ['.ts', '.svelte', '.mjs', '.js', '.json'],
    },
  },
};
