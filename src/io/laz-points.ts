// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- every configuration that reads this file needs the types
/// <reference path="./laz-package.d.ts" />
/** Points packed by LASzip. The only file that knows laz-perf, loaded when first needed. */
import type { createLazPerf } from 'laz-perf/lib/index.js';
import type { LasHeader } from './las-header.ts';

const wasmUrl = new URL('../../node_modules/laz-perf/lib/laz-perf.wasm', import.meta.url).href;

type Module = Awaited<ReturnType<typeof createLazPerf>>;

let library: Promise<Module> | undefined;

async function loadLibrary(): Promise<Module> {
  const { createLazPerf: start } = (await import('laz-perf/lib/index.js')) as { createLazPerf: typeof createLazPerf };
  return start(wasmUrl.startsWith('file:') ? {} : { locateFile: () => wasmUrl });
}

/** The records of a LAZ file one after the other; a record's bytes hold until the next one is taken. @throws Error where it is broken */
export async function lazRecords(
  bytes: Uint8Array,
  { pointsAt, tableAt, recordBytes, count }: Pick<LasHeader, 'pointsAt' | 'tableAt' | 'recordBytes' | 'count'>,
): Promise<Iterable<DataView>> {
  library ??= loadLibrary();
  const module = await library;
  const data = module._malloc(bytes.length);
  const record = module._malloc(recordBytes);
  module.HEAPU8.set(bytes, data);
  // Where the table lies may stand at the end of the file; the library looks for it before the points.
  new DataView(module.HEAPU8.buffer).setBigInt64(data + pointsAt, BigInt(tableAt ?? -1), true);
  return {
    *[Symbol.iterator]() {
      let isWhole = false;
      try {
        const reader = new module.LASZip();
        reader.open(data, bytes.length);
        if (reader.getCount() !== count || reader.getPointLength() !== recordBytes)
          throw new RangeError('it is packed otherwise than it says');
        for (let i = 0; i < count; i++) {
          reader.getPoint(record);
          yield new DataView(module.HEAPU8.buffer, record, recordBytes);
        }
        reader.delete();
        module._free(record);
        module._free(data);
        isWhole = true;
      } finally {
        // What a broken file leaves behind in the module goes with it.
        if (!isWhole) library = undefined;
      }
    },
  };
}
