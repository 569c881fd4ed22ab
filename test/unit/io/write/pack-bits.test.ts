import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packBits } from '../../../../src/io/write/pack-bits.ts';

/** Unpacks by the words of TIFF 6.0, section 9. */
function unpack(packed: Uint8Array): number[] {
  const bytes: number[] = [];
  for (let at = 0; at < packed.length;) {
    const n = (packed[at++]! << 24) >> 24;
    if (n >= 0) {
      bytes.push(...packed.subarray(at, at + n + 1));
      at += n + 1;
    } else if (n > -128) {
      for (let i = 0; i < 1 - n; i++) bytes.push(packed[at]!);
      at++;
    }
  }
  return bytes;
}

test('the example of Apple’s Technical Note TN1023 packs as printed there', () => {
  const raw = '80 00 2A AA AA AA AA 80 00 2A 22 AA AA AA AA AA AA AA AA AA AA';
  const bytes = (text: string): Uint8Array => Uint8Array.from(text.split(' '), (byte) => parseInt(byte, 16));
  const row = Uint8Array.from([0xaa, 0xaa, 0xaa, ...bytes(raw)]);
  expect(packBits(row, row.length)).toEqual(bytes('FE AA 02 80 00 2A FD AA 03 80 00 2A 22 F7 AA'));
});

test('what was packed is unpacked to the same bytes, whatever the rows', () => {
  const byte = fc.oneof({ weight: 4, arbitrary: fc.constant(255) }, fc.integer({ min: 0, max: 255 }));
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 700 }), fc.integer({ min: 1, max: 300 }), (values, width) => {
      expect(unpack(packBits(Uint8Array.from(values), width))).toEqual(values);
    }),
  );
});

test('a row of one value is a few bytes', () => {
  expect(packBits(new Uint8Array(256).fill(255), 256)).toHaveLength(4);
});
