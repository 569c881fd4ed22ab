import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/cli/arguments.ts';
import { FEATURE_LAYER_NAMES, layerDefinition, type FeatureLayerName } from '../../../src/plan/layers.ts';
import { SETTINGS, SETTING_NAMES } from '../../../src/plan/settings.ts';

/**
 * docs/CLI.md has blocks between `<!-- begin NAME -->` and `<!-- end NAME -->` that are made from the code. `UPDATE_DOCS=1 npx vitest run
 * test/unit/docs` writes them anew, and a section for a command that has none; without it the test fails where they differ.
 */
const root = join(import.meta.dirname, '../../..');
const page = join(root, 'docs/CLI.md');
const isUpdate = process.env['UPDATE_DOCS'] === '1';

async function commands(): Promise<Map<string, Command>> {
  const found = new Map<string, Command>();
  for (const file of readdirSync(join(root, 'src/cli')).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))) {
    const module = (await import(join(root, 'src/cli', file))) as { command?: Command };
    if (module.command !== undefined) found.set(file.replace(/\.ts$/, ''), module.command);
  }
  return found;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
const code = (texts: readonly string[]): string => texts.map((text) => `\`${text}\``).join(', ');

function usageBlock({ usage, options }: Command): string {
  const rows = Object.entries(options).map(([name, { about }]) => `| \`--${name}\` | ${cell(about)} |`);
  const table = rows.length === 0 ? [] : ['', '| option | what |', '|---|---|', ...rows];
  return ['```', `weft ${usage}`, '```', ...table].join('\n');
}

function layerBlock(name: FeatureLayerName): string {
  const { shape, about, fields } = layerDefinition(name);
  const rows = fields.map((field) => {
    const unit = field.kind !== 'number' ? (field.kind === 'boolean' ? 'yes/no' : 'text') : (field.unit ?? 'number');
    const values = field.values === undefined ? '' : `; rules know ${code(field.values)}`;
    return `| \`${field.name}\` | ${unit} | ${cell(field.about + values)} | ${code(field.aliases)} |`;
  });
  const geometry = shape === 'any' ? 'any geometry' : `${shape}s`;
  return [
    `**\`${name}\`** (${geometry}): ${about}`,
    '',
    '| field | unit | what | columns taken for it |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function settingsBlock(): string {
  const rows = SETTING_NAMES.map((name) => {
    const { about, default: value, min, max, values, whole } = SETTINGS[name];
    const numbers = min === undefined ? 'text' : `${whole === true ? 'whole, ' : ''}${min} to ${max ?? '∞'}`;
    const range = typeof value === 'boolean' ? 'yes or no' : (values?.join(', ') ?? numbers);
    const shown =
      typeof value === 'boolean' ? (value ? 'yes' : 'no') : typeof value === 'number' ? Number(value.toFixed(4)) : value;
    return `| \`${name}\` | ${cell(about)} | ${cell(String(shown))} | ${range} |`;
  });
  return ['| setting | meaning | default | range |', '|---|---|---|---|', ...rows].join('\n');
}

async function blocks(): Promise<Map<string, string>> {
  return new Map([
    ...[...(await commands())].map(([name, command]) => [`usage ${name}`, usageBlock(command)] as const),
    ['layers', FEATURE_LAYER_NAMES.map(layerBlock).join('\n\n')] as const,
    ['settings', settingsBlock()] as const,
  ]);
}

describe('docs/CLI.md', () => {
  it('describes commands, layers and settings as the code has them (UPDATE_DOCS=1 writes them anew)', async () => {
    let text = readFileSync(page, 'utf8');
    for (const [name, made] of await blocks()) {
      const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
      const command = /^usage (.*)/.exec(name)?.[1];
      if (isUpdate && command !== undefined && !text.includes(begin))
        text = text.replace('\n## --where\n', `\n### weft ${command}\n\n${begin}\n${end}\n\n## --where\n`);
      const [from, to] = [text.indexOf(begin), text.indexOf(end)];
      expect(from >= 0 && to > from, `${begin} … ${end} is missing`).toBe(true);
      text = `${text.slice(0, from + begin.length)}\n\n${made}\n\n${text.slice(to)}`;
    }
    if (isUpdate) writeFileSync(page, text);
    expect(readFileSync(page, 'utf8')).toBe(text);
  });
});
