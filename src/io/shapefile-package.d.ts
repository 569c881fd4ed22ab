/** The part of the package `shapefile` that is used; its published types bring Node's globals along. */
declare module 'shapefile/dist/shapefile.js' {
  interface ShapefileFeature {
    readonly geometry: unknown;
    readonly properties: Readonly<Record<string, string | number | boolean | Date | null>>;
  }
  interface ShapefileSource {
    read(): Promise<{ readonly done: boolean; readonly value: ShapefileFeature }>;
  }
  export function open(
    shp: Uint8Array,
    dbf: Uint8Array | undefined,
    options: { readonly encoding: string },
  ): Promise<ShapefileSource>;
}
