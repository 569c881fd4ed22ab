import { AUDIENCES, type Audience } from '../plan/audience.ts';
import type { Arguments, Command } from './arguments.ts';

export const AUDIENCE_OPTION: Command['options'][string] = {
  kind: 'text',
  about: 'for whom: public leaves out member and restricted fields, members the restricted ones, full (the default) nothing',
};

/** For whom something is written. */
export function audienceOf(call: Arguments): Audience {
  return call.oneOf('audience', AUDIENCES, 'full');
}
