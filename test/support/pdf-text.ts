import { inflateSync } from 'node:zlib';

/** What a PDF says without being drawn: the sizes of its pages, millimetres, and its texts as a reader's search finds them. */
export function readPdf(bytes: Uint8Array): { readonly pagesMm: readonly [number, number][]; readonly texts: readonly string[] } {
  const file = Buffer.from(bytes).toString('latin1');
  const streams = [...file.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, body = '']) => {
    const raw = Buffer.from(body, 'latin1');
    try {
      return inflateSync(raw).toString('latin1');
    } catch {
      return body;
    }
  });
  // Which character a glyph of a font stands for; the fonts of a document may number their glyphs alike or not.
  const maps = streams
    .filter((stream) => stream.includes('beginbfchar'))
    .map((stream) => new Map([...stream.matchAll(/<([0-9a-f]{4})>\s*<([0-9a-f]{4})>/gi)].map(([, from, to]) => [from!, to!])));
  const pages = streams.filter((stream) => / Tf/.test(stream) && /T[jJ]/.test(stream));
  const texts = pages.flatMap((page) =>
    [...page.matchAll(/<([0-9a-f]+)>\s*Tj/gi)].flatMap(([, hex = '']) => maps.map((map) => decoded(hex, map))),
  );
  const pagesMm = [...file.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]): [number, number] => [
    (Number(width) * 25.4) / 72,
    (Number(height) * 25.4) / 72,
  ]);
  return { pagesMm, texts };
}

function decoded(hex: string, map: ReadonlyMap<string, string>): string {
  return (hex.match(/.{4}/g) ?? []).map((glyph) => String.fromCharCode(parseInt(map.get(glyph) ?? '0000', 16))).join('');
}
