import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

/** What tiers 1 to 3 must not touch even where some package's types let it compile. */
const platformGlobals = [
  'window',
  'document',
  'self',
  'navigator',
  'localStorage',
  'process',
  'Buffer',
  'global',
  '__dirname',
  'fetch',
];

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      'test-results/',
      'playwright-report/',
      'public/',
      'data/**/*.json',
      'test/golden/',
      'test/fixtures/',
    ],
  },
  ...tseslint.configs.strict,
  ...svelte.configs.recommended,
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    rules: {
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-console': 'error',
      'no-debugger': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
      'object-shorthand': 'error',
      'no-unused-private-class-members': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-extraneous-class': 'off',
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'A union of texts instead of an enum.' },
        { selector: "MemberExpression[property.name='innerHTML']", message: 'Text from data is text.' },
        { selector: "MemberExpression[property.name='outerHTML']", message: 'Text from data is text.' },
        { selector: "CallExpression[callee.property.name='insertAdjacentHTML']", message: 'Text from data is text.' },
        { selector: "CallExpression[callee.property.name='setHTML']", message: 'Text from data is text.' },
      ],
    },
  },
  {
    files: ['src/{base,geo,plan,radio,fiber,mesh,cost,studies,io}/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...platformGlobals],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Same inputs, same bytes: base/random.ts.' },
        { object: 'Date', property: 'now', message: 'Same inputs, same bytes: the caller gives the time.' },
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.svelte'] } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/button-has-type': 'error',
      'svelte/require-each-key': 'error',
      // Sets and maps in state are never changed in place: a new one replaces the old one ($state.raw).
      'svelte/prefer-svelte-reactivity': 'off',
      // A prop or a bound state is declared with `let` although the script never assigns it.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { excludedRunes: ['$props', '$state'] }],
    },
  },
  {
    files: ['src/cli/**/*', 'test/**/*', 'data/**/*'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Playwright's fixtures take an empty pattern where they need nothing.
      'no-empty-pattern': 'off',
    },
  },
);
