/**
 * Reads files with faults in them, thousands of every format: `node --import tsx test/mutations/campaign.ts [ATTEMPTS [SEED [FORMAT...]]]`.
 * None may hang, break off otherwise than with a whole error, give fewer rows in silence or alter the project.
 */
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

/** What the thread that reads is told: where to begin, how much to do. */
export interface Attempts {
  /** The number of the format, the attempt at it, and how many there have been in all. */
  readonly at: SharedArrayBuffer;
  readonly perFormat: number;
  readonly seed: number;
  readonly formats: readonly string[];
}

/** A fault of ours. */
export interface Finding {
  readonly format: string;
  readonly attempt: number;
  readonly fault:
    | 'hangs'
    | 'the thread broke off'
    | 'not an AppError'
    | 'an error without place, cause or remedy'
    | 'fewer rows in silence'
    | 'the project changed';
  readonly detail: string;
}

/** A format that all attempts were made at. */
export interface Done {
  readonly done: string;
  readonly refused: number;
  /** A second of processor time, of those since the thread began. */
  readonly attemptsPerS: number;
}

export interface CampaignResult {
  readonly attempts: number;
  /** Attempts that were refused, by format. */
  readonly refused: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
}

/** No reader may be without progress for so much of the processor's time, s: on a busy machine the clock says nothing. */
const LONGEST_S = 10;
/** Nor wait for so long for something that never comes, ms. */
const LONGEST_WAIT_MS = 300_000;
const MEMORY_MB = 1024;

/** Runs the campaign; a thread that hangs or breaks off is replaced and goes on behind that file. */
export async function runCampaign(options: Omit<Attempts, 'at'>, onDone?: (done: Done) => void): Promise<CampaignResult> {
  const at = new SharedArrayBuffer(12);
  const place = new Int32Array(at);
  const findings: Finding[] = [];
  const refused = new Map<string, number>();
  for (let isDone = false; !isDone;) {
    const before = place[2] ?? 0;
    const fault = await new Promise<Pick<Finding, 'fault' | 'detail'> | null>((resolve) => {
      const worker = new Worker(new URL('attempts.mjs', import.meta.url), {
        workerData: { ...options, at } satisfies Attempts,
        resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
      });
      let [last, since, used] = [place[2] ?? 0, Date.now(), processorS()];
      const watch = setInterval(() => {
        if (place[2] !== last) [last, since, used] = [place[2] ?? 0, Date.now(), processorS()];
        else if (last > 0 && (processorS() - used > LONGEST_S || Date.now() - since > LONGEST_WAIT_MS))
          void worker.terminate().then(() => {
            resolve({ fault: 'hangs', detail: `no progress in ${LONGEST_S} s of the processor` });
          });
      }, 250);
      worker.on('message', (message: Finding | Done) => {
        if ('done' in message) {
          refused.set(message.done, message.refused);
          onDone?.(message);
        } else findings.push(message);
      });
      worker.on('error', (error: Error) => {
        resolve({ fault: 'the thread broke off', detail: String(error.stack ?? error) });
      });
      worker.on('exit', (code) => {
        clearInterval(watch);
        if (code === 0) resolve(null);
      });
    });
    isDone = fault === null;
    if (fault !== null) findings.push({ format: `number ${place[0]}`, attempt: place[1] ?? 0, ...fault });
    place[1] = (place[1] ?? 0) + 1;
    if (place[2] === before) isDone = true; // a thread that reads nothing will not read anything the next time
  }
  return { attempts: place[2] ?? 0, refused, findings };
}

/** Seconds of the processor that this process, its threads with it, has used. */
function processorS(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [perFormat = '20000', seed = '1', ...formats] = process.argv.slice(2);
  const { attempts, findings } = await runCampaign(
    { perFormat: Number(perFormat), seed: Number(seed), formats },
    // At once: a campaign that is broken off goes on with the formats that are not told yet.
    ({ done, refused, attemptsPerS }) =>
      console.log(`${done}: ${refused} of ${perFormat} refused, ${attemptsPerS.toFixed(0)} attempts a second of processor time`),
  );
  for (const { format, attempt, fault, detail } of findings) console.log(`${format}, attempt ${attempt}: ${fault}\n  ${detail}`);
  console.log(`${attempts} attempts, ${findings.length} faults.`);
  process.exitCode = findings.length > 0 ? 1 : 0;
}
