/** The part of the package `lerc` that is used; it brings no types. */
declare module 'lerc' {
  interface LercResult {
    readonly width: number;
    readonly height: number;
    readonly pixels: readonly (
      Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array
    )[];
    /** 1 where a cell has a value; null where all have. */
    readonly mask: Uint8Array | null;
  }
  const lerc: {
    decode(input: ArrayBuffer, options: { readonly returnPixelInterleavedDims: boolean }): LercResult;
  };
  export default lerc;
}
