import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openTileArchive } from '../../../src/store/tile-archive.ts';
import { tinyPmtiles } from '../../support/tiny-pmtiles.ts';

const signal = new AbortController().signal;
const tiles = [1, 2, 3].map((n) => Uint8Array.from({ length: 50 }, (_, i) => n * i));
const archive = tinyPmtiles('mvt', [
  [0, 0, 0, tiles[0]!],
  [1, 0, 1, tiles[1]!],
  [1, 1, 1, tiles[2]!],
]);

describe('an archive of map tiles from this computer', () => {
  test('gives its tiles, read in parts of the file; null where it has none', async () => {
    const file = new File([archive.slice()], 'town.pmtiles');
    const whole = vi.spyOn(file, 'arrayBuffer');
    const { facts, tile } = await openTileArchive(file);
    expect(facts).toMatchObject({ isVector: true, minZoom: 0, maxZoom: 1 });
    expect([await tile(0, 0, 0, signal), await tile(1, 0, 1, signal), await tile(1, 1, 1, signal)]).toEqual(tiles);
    expect(await tile(1, 0, 0, signal)).toBeNull();
    expect(whole).not.toHaveBeenCalled();
  });

  test('that is none, or was cut, is refused by name', async () => {
    for (const bytes of [archive.slice(0, 100), new Uint8Array(200), new Uint8Array()])
      await expect(openTileArchive(new File([bytes], 'a.pmtiles'))).rejects.toMatchObject({ code: 'import/not-an-archive', where: 'a.pmtiles' }); // prettier-ignore
  });
});

describe('an archive of map tiles at an address', () => {
  let server: Server;
  const asked: (string | undefined)[] = [];
  const address = (path: string): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  beforeAll(async () => {
    // What a page has and Node has not: the policy that may refuse an address.
    vi.stubGlobal('addEventListener', () => undefined);
    vi.stubGlobal('removeEventListener', () => undefined);
    server = createServer((request, response) => {
      const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
      asked.push(request.headers.range);
      if (request.url === '/whole.pmtiles' || from === undefined) return void response.writeHead(200).end(archive);
      response.writeHead(206).end(archive.subarray(Number(from), Number(to) + 1));
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  });
  afterAll(() => {
    vi.unstubAllGlobals();
    server.close();
  });

  test('is asked for in parts only', async () => {
    const { tile } = await openTileArchive(address('/a.pmtiles'));
    expect(await tile(1, 1, 1, signal)).toEqual(tiles[2]);
    expect(asked.length).toBeGreaterThan(1);
    expect(asked.every((range) => range?.startsWith('bytes=') === true)).toBe(true);
  });

  test('of a server that sends files only as a whole is refused, with what to do', async () => {
    await expect(openTileArchive(address('/whole.pmtiles'))).rejects.toMatchObject({ code: 'network/no-parts', remedy: /range requests/ }); // prettier-ignore
  });
});
