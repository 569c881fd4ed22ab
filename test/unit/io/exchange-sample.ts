import type { ExportFormat } from '../../../src/io/export-formats.ts';
import { exportLayers, type NamedFeatures } from '../../../src/io/export-layers.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';

/** Features of every type of geometry and of field, in order of id, that exchange formats must give back. */
export const exchangeSample: readonly Feature[] = [
  {
    id: 'a1',
    geometry: { type: 'Point', coordinates: [-71.1, 42.36] },
    fields: { note: 'Ångström "quoted", 東京', height: 12.5, owned: true, rank: 3 },
  },
  {
    id: 'a2',
    geometry: {
      type: 'LineString',
      coordinates: [
        [-71.1, 42.36],
        [-71.08, 42.4],
      ],
    },
    fields: { height: -0.1, owned: false, rank: 0, textOfZeros: '007' },
  },
  {
    id: 'a3',
    geometry: {
      type: 'MultiLineString',
      coordinates: [
        [
          [-71.1, 42.37],
          [-71.08, 42.38],
        ],
        [
          [-71.06, 42.37],
          [-71.05, 42.38],
        ],
      ],
    },
    fields: { note: 'two\nlines' },
  },
  {
    id: 'a4',
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [-71.1, 42.36],
          [-71.05, 42.36],
          [-71.05, 42.4],
          [-71.1, 42.4],
          [-71.1, 42.36],
        ],
        [
          [-71.09, 42.37],
          [-71.09, 42.38],
          [-71.08, 42.38],
          [-71.08, 42.37],
          [-71.09, 42.37],
        ],
      ],
    },
    fields: {},
  },
  {
    id: 'a5',
    geometry: {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [-71.1, 42.36],
            [-71.05, 42.36],
            [-71.05, 42.4],
            [-71.1, 42.36],
          ],
        ],
        [
          [
            [-71.2, 42.36],
            [-71.15, 42.36],
            [-71.15, 42.4],
            [-71.2, 42.36],
          ],
        ],
      ],
    },
    fields: { rank: 2 },
  },
];

/** Layers as the bytes of a file. */
export async function written(layers: readonly NamedFeatures[], format: ExportFormat): Promise<Uint8Array> {
  return (await exportLayers('x', layers, format)).bytes;
}
