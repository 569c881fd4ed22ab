import { AppError } from '../base/app-error.ts';
import type { JobContext } from '../base/job.ts';
import type { ByteSource } from './byte-source.ts';

/** The part of the platform's `fetch` that is used. */
export type Fetch = (
  address: string,
  options: { method: string; headers: Record<string, string>; signal: AbortSignal; credentials: 'omit' },
) => Promise<{
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: { cancel(): Promise<void> } | null;
  arrayBuffer(): Promise<ArrayBuffer>;
}>;

type Answer = Awaited<ReturnType<Fetch>>;

/** Servers that are overloaded are asked again after so long, milliseconds. */
const PAUSES_MS = [300, 1200];

/** Whether a word of the user is an address of a file rather than a name. */
export function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text.trim());
}

/**
 * A file at an address, read in ranges (RFC 9110, section 14). Every answer must be of the same file: its size, and where the server tells them its
 * date and entity tag, are compared with the first one's.
 * @throws AppError remote/… : no answer (or none that other sites may read), not found, no ranges, changed meanwhile
 */
export async function openRemote(address: string, askServer: Fetch, job: JobContext): Promise<ByteSource> {
  const ask = (method: string, range: string | null): Promise<Answer> => asked(address, askServer, job, method, range);
  const first = await ask('GET', 'bytes=0-0');
  await first.arrayBuffer().catch(() => undefined); // a byte that is not wanted
  let size = sizeOf(first);
  // Across sites the size stands only where the server lets it be seen; the length of the whole always does.
  if (size === null) {
    const head = await ask('HEAD', null);
    const length = head.headers.get('content-length');
    size = length === null ? null : Number(length);
  }
  if (size === null || !Number.isSafeInteger(size) || size < 1)
    throw refusal('remote/no-size', address, 'The server does not say how large the file is.', 'Fetch it, and import the file.');
  const version = versionOf(first);
  return {
    name: address,
    size,
    async read(from, length) {
      const answer = await ask('GET', `bytes=${from}-${from + length - 1}`);
      const other = sizeOf(answer);
      if (versionOf(answer) !== version || (other !== null && other !== size)) throw changed(address);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      if (bytes.length !== length) throw changed(address);
      return bytes;
    },
  };
}

async function asked(address: string, askServer: Fetch, job: JobContext, method: string, range: string | null): Promise<Answer> {
  for (let attempt = 0; ; attempt++) {
    const pause = PAUSES_MS[attempt];
    const answer = await answerOf(address, askServer, job, method, range).catch((error: unknown) => {
      job.signal.throwIfAborted();
      if (pause === undefined) throw silent(address, error);
      return null;
    });
    job.alive?.();
    if (answer !== null && ((answer.status < 500 && answer.status !== 429) || pause === undefined)) {
      return checked(address, answer, range);
    }
    await answer?.body?.cancel();
    await new Promise((resume) => setTimeout(resume, pause));
    job.signal.throwIfAborted();
  }
}

function answerOf(address: string, askServer: Fetch, job: JobContext, method: string, range: string | null): Promise<Answer> {
  return askServer(address, {
    method,
    headers: range === null ? {} : { Range: range },
    signal: job.signal,
    credentials: 'omit',
  });
}

async function checked(address: string, answer: Answer, range: string | null): Promise<Answer> {
  const { status } = answer;
  if (status === 206 || (status === 200 && range === null)) return answer;
  await answer.body?.cancel();
  if (status === 200)
    throw refusal(
      'remote/no-ranges',
      address,
      'The server gives the file only as a whole, not in pieces.',
      'Fetch it, and import the file.',
    );
  if (status === 404 || status === 410)
    throw refusal('remote/not-found', address, `There is no file at this address (${status}).`, 'Look at the address again.');
  if (status === 401 || status === 403)
    throw refusal('remote/forbidden', address, `The server does not give this file to everybody (${status}).`, 'Fetch it as one who may, and import the file.'); // prettier-ignore
  if (status === 416) throw changed(address);
  throw refusal('remote/refused', address, `The server answered with ${status}.`, 'Try again later, or fetch the file and import it.'); // prettier-ignore
}

/** The size of the whole file that stands in an answer's Content-Range; null where it is not told. */
function sizeOf({ headers }: Answer): number | null {
  const total = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1];
  return total === undefined ? null : Number(total);
}

function versionOf({ headers }: Answer): string {
  return `${headers.get('etag') ?? ''} ${headers.get('last-modified') ?? ''}`;
}

function refusal(code: `remote/${string}`, address: string, what: string, remedy: string): AppError {
  return new AppError(code, { what, where: address, remedy });
}

function changed(address: string): AppError {
  return refusal('remote/changed', address, 'The file was changed while it was read.', 'Read it again.');
}

function silent(address: string, cause: unknown): AppError {
  return new AppError(
    'remote/no-answer',
    {
      what: 'No answer came from this address: the server cannot be reached, or it does not let other sites read its files (CORS).',
      where: address,
      remedy: 'Look at the address and the connection; else fetch the file, and import it.',
    },
    cause,
  );
}
