import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { literalTexts } from '../../support/literal-text.ts';

const source = resolve(import.meta.dirname, '../../../src');

/** Files whose texts are formats: columns of saved tables, the language of the map's style, the window of the browser tests. */
const formats = /-csv\.ts$|map\/style\/|test-window\.ts$/;

const files = ['app', 'ui', 'map', 'commands', 'state'].flatMap((folder) =>
  readdirSync(join(source, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.(svelte|ts)$/.test(path) && !formats.test(path)),
);

/** Names that read like texts: of the sample town, of scenarios, of a coordinate system, of verdicts on requests to join. */
const names: readonly string[] = ['Millrace Bend', 'A', 'B', 'EPSG:2249', 'needs a photo', 'not placed'];

describe('texts of the app', () => {
  test('stand in the dictionary and nowhere else', () => {
    const strays = files.flatMap((path) =>
      literalTexts(readFileSync(join(source, path), 'utf8'), path.endsWith('.svelte'))
        .filter((found) => !names.includes(found.replace(/^\d+: /, '')))
        .map((found) => `${path}:${found}`),
    );
    expect(strays).toEqual([]);
  }, 120_000);

  test('are found in markup, attributes, scripts and templates', () => {
    const component = `<script lang="ts">const a = 'Two words'; const b = \`about \${a} of it\`; if (a === 'Two more') throw new Error('never seen');</script>
<p title="Hint" class="two words">Text {a}</p><code>weft check</code>`;
    expect(literalTexts(component, true)).toEqual(['2: Hint', '2: Text', '1: Two words', '1: about {} of it']);
  });
});
