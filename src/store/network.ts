import { AppError } from '../base/app-error.ts';
import type { Fetch } from '../io/remote-source.ts';

/** The bytes of one of the app's own files. This file is the only place that asks for anything over the network. */
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

/** What an address that a person added answered. */
export interface Answer {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What the server says it is, without parameters, lower case; empty where it says nothing. */
  readonly type: string;
  /** The part of the file that came, where a part was asked for; false where the server sent all of it. */
  readonly isPart: boolean;
}

interface AskOptions {
  readonly signal?: AbortSignal;
  /** First byte and number of bytes. */
  readonly part?: { readonly offset: number; readonly length: number };
}

const PATIENCE_MS = 20_000;

/**
 * Asks an address that a person added: a tile, a style, a part of an archive. Without cookies; the server learns the site's name, as it does
 * anyway of a request across sites. Null where it has nothing there (404, 204).
 * @throws AppError network/offline, /not-allowed-here, /not-reached, /not-shared, /refused, /failed
 */
export async function askAdded(url: string, { signal, part }: AskOptions = {}): Promise<Answer | null> {
  const where = hostOf(url);
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const refusals = watchPolicy(url);
  let response: Response;
  try {
    response = await fetch(url, {
      signal: signal === undefined ? patience : AbortSignal.any([signal, patience]),
      credentials: 'omit',
      referrerPolicy: 'strict-origin',
      ...(part === undefined ? {} : { headers: { Range: `bytes=${part.offset}-${part.offset + part.length - 1}` } }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    throw await whyNotReached(url, where, refusals(), error);
  } finally {
    refusals();
  }
  if (response.status === 404 || response.status === 204 || response.status === 410) return null;
  if (!response.ok) throw refusedAnswer(response.status, where);
  if (part !== undefined && response.status !== 206) {
    // The whole file comes, gigabytes perhaps: nobody waits for it.
    await response.body?.cancel();
    return { bytes: new Uint8Array(), type: '', isPart: false };
  }
  const type = (response.headers.get('content-type') ?? '').replace(/;.*$/, '').trim().toLowerCase();
  try {
    return { bytes: new Uint8Array(await response.arrayBuffer()), type, isPart: response.status === 206 };
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    throw new AppError(
      'network/failed',
      { what: 'The answer of the server broke off.', where, remedy: 'Try again later, or use another source.' },
      error,
    );
  }
}

/** What is told of an address: its host, never the rest, which may hold a key. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}

/** Listens whether the page's policy refuses an address; calling the result ends it and tells. */
function watchPolicy(url: string): () => boolean {
  let isRefused = false;
  const listen = (event: Event): void => {
    const { blockedURI, disposition } = event as SecurityPolicyViolationEvent; // what this event is
    if (disposition === 'enforce' && (blockedURI === url || url.startsWith(blockedURI))) isRefused = true;
  };
  addEventListener('securitypolicyviolation', listen);
  return () => {
    removeEventListener('securitypolicyviolation', listen);
    return isRefused;
  };
}

async function whyNotReached(url: string, where: string, isRefused: boolean, cause: unknown): Promise<AppError> {
  if (isRefused)
    return new AppError(
      'network/not-allowed-here',
      {
        what: 'The site that Weft runs on does not allow this address.',
        where,
        remedy: 'Use an https address; where that is refused too, whoever runs this site has closed it (docs/RELIABILITY.md).',
      },
      cause,
    );
  if (!navigator.onLine && !isThisComputer(url))
    return new AppError(
      'network/offline',
      { what: 'There is no network.', where, remedy: 'Weft goes on without; try again when there is one.' },
      cause,
    );
  if (await answersAtAll(url))
    return new AppError(
      'network/not-shared',
      {
        what: 'The server answers, but does not let pages of other sites use it (CORS).',
        where,
        remedy: 'Ask its owner to send the header Access-Control-Allow-Origin, or use another source.',
      },
      cause,
    );
  return new AppError(
    'network/not-reached',
    {
      what: 'The server could not be used: it does not answer, or it does not let pages of other sites use it (CORS).',
      where,
      remedy:
        'Open the address in a tab of its own: where that shows something, its owner has to allow other sites; where not, look for a slip in it.',
    },
    cause,
  );
}

/** Whether a server answers, though not for us to read. An isolated page cannot find out, and then it is false. */
async function answersAtAll(url: string): Promise<boolean> {
  try {
    await fetch(url, { mode: 'no-cors', credentials: 'omit', signal: AbortSignal.timeout(5000) });
    return true;
  } catch {
    return false;
  }
}

function isThisComputer(url: string): boolean {
  return /^(localhost|127\.0\.0\.1)(:|$)/.test(hostOf(url));
}

function refusedAnswer(status: number, where: string): AppError {
  if (status === 401 || status === 403)
    return new AppError('network/refused', {
      what: `The server refuses this address (${status}).`,
      where,
      remedy: 'Most services want a key in the address: look whether it is there, and whether it holds for this site.',
    });
  return new AppError('network/failed', {
    what: status === 429 ? 'The server was asked too often (429).' : `The server answered with an error (${status}).`,
    where,
    remedy: 'Try again later, or use another source.',
  });
}
