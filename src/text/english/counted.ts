import { countedIn } from '../phrases.ts';

/** A counted noun in English. */
export const counted = countedIn('en');
