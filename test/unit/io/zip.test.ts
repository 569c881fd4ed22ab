import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readZip, writeZip } from '../../../src/io/zip.ts';
import { describeWithData, testData } from '../../support/test-data.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test('what was packed is unpacked, whatever the names and contents', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(
        fc.string({ minLength: 1, maxLength: 20 }).filter((name) => /^[^/_.]+$/u.test(name) && name.isWellFormed()),
        fc.uint8Array({ maxLength: 5000 }),
        { maxKeys: 8 },
      ),
      async (files) => {
        const entries = new Map(Object.entries(files).map(([name, content]) => [name, Uint8Array.from(content)]));
        const found = await readZip('a.zip', writeZip(entries));
        expect(new Map([...found].map(([name, content]) => [name, [...content]]))).toEqual(
          new Map([...entries].map(([name, content]) => [name, [...content]])),
        );
      },
    ),
  );
});

test('contents that begin with runs of one byte are unpacked by zlib too', () => {
  for (let length = 1; length < 3000; length += 7) {
    const content = Uint8Array.from({ length }, (_, i) => (i % 97 === length % 97 ? i & 255 : 0));
    const zip = writeZip(new Map([['a', content]]));
    const at = 30 + 'a'.length;
    const packed = new DataView(zip.buffer).getUint32(18, true);
    expect([...inflateRawSync(zip.subarray(at, at + packed))]).toEqual([...content]);
  }
});

test('the same files in another order give the same bytes', () => {
  const one = writeZip(
    new Map([
      ['b', bytesOf('2')],
      ['a', bytesOf('1')],
    ]),
  );
  expect(
    writeZip(
      new Map([
        ['a', bytesOf('1')],
        ['b', bytesOf('2')],
      ]),
    ),
  ).toEqual(one);
});

test('a zip file cut anywhere is refused as damaged', async () => {
  const whole = zipSync({ 'a.txt': bytesOf('some text '.repeat(50)) });
  for (let length = 0; length < whole.length; length++) {
    await expect(readZip('a.zip', whole.subarray(0, length))).rejects.toMatchObject({ code: 'file/damaged' });
  }
});

test('a flipped byte of content is found by the checksum', async () => {
  const whole = zipSync({ 'a.txt': bytesOf('some text') }, { level: 0 });
  const at = 30 + 'a.txt'.length;
  whole[at] = (whole[at] ?? 0) ^ 1;
  await expect(readZip('a.zip', whole)).rejects.toMatchObject({ code: 'file/damaged' });
});

test('more than 2,000 files are refused', async () => {
  const many = Object.fromEntries(Array.from({ length: 2001 }, (_, i) => [`f${i}`, new Uint8Array(0)]));
  await expect(readZip('a.zip', zipSync(many))).rejects.toMatchObject({ code: 'file/too-large' });
});

test('a stated size that is a lie is refused before memory is taken for it', async () => {
  const whole = zipSync({ a: new Uint8Array(1000) });
  const view = new DataView(whole.buffer);
  for (let at = 0; at < whole.length - 46; at++)
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 30_000_000, true);
  await expect(readZip('a.zip', whole)).rejects.toMatchObject({ code: 'file/damaged' });
});

describeWithData('hostile zip files', () => {
  test.each([
    ['made/bomb_700MB.hgt.zip', 'file/too-large'],
    ['made/truncated_shp.zip', 'file/damaged'],
  ])('%s is refused with %s', async (path, code) => {
    const start = performance.now();
    await expect(readZip(path, readFileSync(testData(`malformed/${path}`)!))).rejects.toMatchObject({ code });
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
