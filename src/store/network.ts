import { AppError } from '../base/app-error.ts';
import type { Fetch } from '../io/remote-source.ts';

/** The bytes of one of the app's own files. The only place that asks for anything over the network. */
export async function loadAppFile(url: string): Promise<Uint8Array> {
  const refuse = (cause: unknown): AppError =>
    new AppError(
      'file/not-loaded',
      { what: 'A part of the program could not be loaded.', where: url, remedy: 'Reload the page.' },
      cause,
    );
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw refuse(error);
  }
  if (!response.ok) throw refuse(response.status);
  return new Uint8Array(await response.arrayBuffer());
}

/** Asks an address that a person added, without cookies; the server learns the site's name. For readers that tell faults themselves. */
export const fetchAdded: Fetch = (address, options) => fetch(address, { ...options, referrerPolicy: 'strict-origin' });
