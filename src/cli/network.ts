import type { Fetch } from '../io/remote-source.ts';

/** Asks an address that the user named on the command line. The command line asks for nothing else over the network. */
export const askServer: Fetch = (address, options) => fetch(address, options);
