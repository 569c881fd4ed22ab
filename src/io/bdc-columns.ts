/** The columns of the FCC's lists of locations and of the fields that stand for them, by meaning: they were named differently over the years. */
export const BDC_COLUMNS = {
  provider_id: ['provider_id', 'providerid'],
  brand_name: ['brand_name', 'brandname'],
  location_id: ['location_id', 'locationid'],
  technology: ['technology', 'technology_code'],
  max_advertised_download_speed: ['max_advertised_download_speed', 'maxdown'],
  max_advertised_upload_speed: ['max_advertised_upload_speed', 'maxup'],
  low_latency: ['low_latency', 'lowlatency'],
  business_residential_code: ['business_residential_code', 'bizrescode'],
} as const satisfies Record<string, readonly string[]>;

export type BdcColumn = keyof typeof BDC_COLUMNS;

/** In the order that a filing has them. */
export const BDC_ORDER = Object.keys(BDC_COLUMNS) as BdcColumn[]; // keys of a constant

/** What a value of each column must look like, and in words. */
export const BDC_RULES: Readonly<Record<BdcColumn, readonly [pattern: RegExp, words: string]>> = {
  provider_id: [/^\d{6}$/, 'six digits'],
  brand_name: [/\S/, 'a name'],
  location_id: [/^[1-9]\d{9}$/, 'ten digits from 1000000000 on'],
  technology: [/^(0|10|40|50|60|61|70|71|72)$/, 'one of 0, 10, 40, 50, 60, 61, 70, 71, 72'],
  max_advertised_download_speed: [/^\d{1,6}$/, 'whole Mbps'],
  max_advertised_upload_speed: [/^\d{1,6}$/, 'whole Mbps'],
  low_latency: [/^[01]$/, '0 or 1'],
  business_residential_code: [/^[BRX]$/, 'B, R or X'],
};

/** The layer of a list that has one feature for each location. */
export const BDC_LOCATIONS = 'locations';

/** Whether a text begins with the header of a list of who offers what where. */
export function isBdc(start: string): boolean {
  const header = start.slice(0, Math.max(0, start.search(/[\r\n]/))).toLowerCase();
  return (['location_id', 'technology', 'max_advertised_download_speed'] as const).every((column) =>
    BDC_COLUMNS[column].some((name) => new RegExp(`(^|[,;"\\t\\ufeff])${name}($|[,;"\\t])`).test(header)),
  );
}
