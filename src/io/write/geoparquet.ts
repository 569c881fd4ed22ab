/** GeoParquet. The only file that knows hyparquet-writer, which is loaded when first needed. */
import { wound } from '../../geo/winding.ts';
import type { Feature } from '../../plan/feature-table.ts';
import { writeWkb } from '../wkb.ts';
import { envelopeOf, typedColumns, type TypedColumn } from './columns.ts';
import { columnLosses, type Loss } from './losses.ts';

const TYPES = { integer: 'INT64', number: 'DOUBLE', boolean: 'BOOLEAN', text: 'STRING' } as const;

/** Writes a layer as GeoParquet 1.1 in WGS 84, packed with Snappy. A field called "geometry" goes by "geometry_2". */
export async function writeGeoParquet(
  name: string,
  features: readonly Feature[],
  about = '',
): Promise<{ bytes: Uint8Array; losses: Loss[] }> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const columns = typedColumns(features, { taken: ['geometry'] });
  const types = [...new Set(features.flatMap(({ geometry }) => (geometry === null ? [] : [geometry.type])))].sort();
  const bounds = envelopeOf(features.map(({ geometry }) => geometry));
  const geo = {
    version: '1.1.0',
    primary_column: 'geometry',
    columns: {
      geometry: { encoding: 'WKB', geometry_types: types, orientation: 'counterclockwise', ...(bounds && { bbox: bounds }) },
    },
  };
  const buffer = parquetWriteBuffer({
    columnData: [
      ...columns.map((column) => ({ name: column.name, type: TYPES[column.kind], nullable: true, data: valuesOf(column) })),
      {
        name: 'geometry',
        type: 'BYTE_ARRAY' as const,
        nullable: true,
        data: features.map(({ geometry }) => (geometry === null ? null : writeWkb(wound(geometry)))),
      },
    ],
    createdBy: 'Weft',
    kvMetadata: [{ key: 'geo', value: JSON.stringify(geo) }, ...(about === '' ? [] : [{ key: 'description', value: about }])],
  });
  return { bytes: new Uint8Array(buffer), losses: columnLosses(name, columns) };
}

function valuesOf({ kind, values }: TypedColumn): unknown[] {
  return kind === 'integer' ? values.map((value) => (value === null ? null : BigInt(value))) : [...values];
}
