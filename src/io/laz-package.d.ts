/** The part of the package `laz-perf` that is used; its own types want those of Emscripten. */
declare module 'laz-perf/lib/index.js' {
  interface LasZip {
    open(data: number, length: number): void;
    getPoint(destination: number): void;
    getCount(): number;
    getPointLength(): number;
    delete(): void;
  }
  interface LazModule {
    readonly LASZip: new () => LasZip;
    readonly HEAPU8: Uint8Array;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
  }
  export function createLazPerf(options: { readonly locateFile?: () => string }): Promise<LazModule>;
}
