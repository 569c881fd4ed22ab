/** Protocol Buffers: the coding of OpenStreetMap extracts and of vector tiles. */
export { PbfReader, PbfWriter } from 'pbf';
