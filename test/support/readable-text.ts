import { inflateSync } from 'node:zlib';
import { gunzipSync } from 'fflate';
import { quietJob } from '../../src/base/job.ts';
import { readVectorFile } from '../../src/io/vector-file.ts';
import { isGzip, isZip, readZip } from '../../src/io/zip.ts';

/** Everything that somebody who opens a file with any tool could read in it: its bytes as text in two encodings, and what is packed in it, unpacked. */
export async function readableText(name: string, bytes: Uint8Array): Promise<string> {
  const plain = [
    Buffer.from(bytes).toString('latin1'),
    Buffer.from(bytes).toString('utf8'),
    Buffer.from(bytes).toString('utf16le'),
  ];
  const inside: string[] = [];
  if (isZip(bytes)) {
    for (const [entry, content] of await readZip(name, bytes)) inside.push(entry, await readableText(entry, content));
  } else if (isGzip(bytes)) inside.push(await readableText(name, gunzipSync(bytes)));
  else if (name.endsWith('.pdf')) inside.push(...pdfTexts(bytes));
  else if (name.endsWith('.parquet')) {
    const { layer } = await readVectorFile(name, bytes, {}, quietJob);
    inside.push(JSON.stringify(layer.features));
  }
  return [...plain, ...inside].join('\n');
}

/** The streams of a PDF, unpacked, and the texts that they draw, by the tables of its fonts that say which letter a glyph is. */
export function pdfTexts(bytes: Uint8Array): string[] {
  const raw = Buffer.from(bytes).toString('latin1');
  const streams = [...raw.matchAll(/stream\r?\n/g)].flatMap(({ index, 0: word }) => {
    const from = index + word.length;
    const end = raw.indexOf('endstream', from);
    try {
      return [inflateSync(bytes.subarray(from, end)).toString('latin1')];
    } catch {
      return [raw.slice(from, end)];
    }
  });
  const tables = streams.flatMap((stream) => {
    const pairs = [...stream.matchAll(/<([0-9a-fA-F]{4})><([0-9a-fA-F]{4})>/g)];
    return stream.includes('beginbfchar') || stream.includes('beginbfrange')
      ? [new Map(pairs.map(([, glyph = '', letter = '']) => [glyph.toLowerCase(), String.fromCharCode(parseInt(letter, 16))]))]
      : [];
  });
  const drawn = streams.flatMap((stream) =>
    [...stream.matchAll(/<([0-9a-fA-F]{4,})>\s*Tj/g)].map(([, hex = '']) => hex.toLowerCase()),
  );
  return [
    ...streams,
    ...tables.map((table) =>
      drawn.map((hex) => (hex.match(/.{4}/g) ?? []).map((glyph) => table.get(glyph) ?? '?').join('')).join('\n'),
    ),
  ];
}
