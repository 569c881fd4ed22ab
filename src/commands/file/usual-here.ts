import type { UnitSystem } from '../../base/quantity-text.ts';

/** Where feet and miles are usual. */
const FEET = new Set(['US', 'LR', 'MM']);
/** Where prices are in euros. */
const EUROS = new Set('AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK'.split(' '));

/** Units and currency that are usual where a language is spoken; US customary units where that is unknown. */
export function usualHere(language: string): { readonly units: UnitSystem; readonly currency: 'USD' | 'EUR' } {
  const region = regionOf(language);
  return { units: region === '' || FEET.has(region) ? 'us' : 'metric', currency: EUROS.has(region) ? 'EUR' : 'USD' };
}

function regionOf(language: string): string {
  try {
    return new Intl.Locale(language).maximize().region ?? '';
  } catch {
    // A text that is no language: nothing is known.
    return '';
  }
}

/** The page of a document for those who use these units. */
export function pageOf(units: UnitSystem): 'a4' | 'letter' {
  return units === 'us' ? 'letter' : 'a4';
}
