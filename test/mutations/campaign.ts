/**
 * Reads files with faults in them, thousands of every format: `node --import tsx test/mutations/campaign.ts [--attempts N]
 * [--minutes M] [--seed S] [FORMAT...]`: so many of each, or so many minutes shared among the formats. The same seed and
 * number of an attempt make the same faults. None may hang, break off otherwise than with a whole error, give fewer rows in
 * silence or alter the project.
 */
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { samples } from './samples.ts';

/** What the thread that reads is told: where to begin, how much to do. */
export interface Attempts {
  /** The number of the format, the attempt at it, and how many there have been in all. */
  readonly at: SharedArrayBuffer;
  /** A format ends with so many attempts, or after so many seconds. */
  readonly perFormat: number;
  readonly secondsPerFormat: number;
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
  readonly attempts: number;
  readonly refused: number;
  /** A second of processor time, of those since the thread began. */
  readonly attemptsPerS: number;
}

/** No reader may be without progress for so much of the processor's time, s: on a busy machine the clock says nothing. */
const LONGEST_S = 10;
/** Nor wait for so long for something that never comes, ms. */
const LONGEST_WAIT_MS = 300_000;
const MEMORY_MB = 1024;

/** Runs the campaign; a thread that hangs or breaks off is replaced and goes on behind that file. */
async function runCampaign(options: Omit<Attempts, 'at'>, onDone: (done: Done) => void): Promise<Finding[]> {
  const at = new SharedArrayBuffer(12);
  const place = new Int32Array(at);
  const findings: Finding[] = [];
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
        if ('done' in message) onDone(message);
        else findings.push(message);
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
    if (fault !== null) findings.push({ format: options.formats[place[0] ?? 0] ?? '', attempt: place[1] ?? 0, ...fault });
    place[1] = (place[1] ?? 0) + 1;
    if (place[2] === before) isDone = true; // a thread that reads nothing will not read anything the next time
  }
  return findings;
}

/** Seconds of the processor that this process, its threads with it, has used. */
function processorS(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { attempts: { type: 'string' }, minutes: { type: 'string' }, seed: { type: 'string', default: '1' } },
});
const known = (await samples()).map(({ format }) => format);
const unknown = positionals.filter((format) => !known.includes(format));
if (unknown.length > 0) throw new Error(`No format "${unknown.join(', ')}". Formats: ${known.join('; ')}.`);
const formats = positionals.length > 0 ? positionals : known;
const findings = await runCampaign(
  {
    formats,
    seed: Number(values.seed),
    perFormat: Number(values.attempts ?? (values.minutes === undefined ? 20_000 : Infinity)),
    secondsPerFormat: (60 * Number(values.minutes ?? Infinity)) / formats.length,
  },
  // At once: a campaign that is broken off goes on with the formats that are not told yet.
  ({ done, attempts, refused, attemptsPerS }) =>
    console.log(`${done}: ${refused} of ${attempts} refused, ${attemptsPerS.toFixed(0)} attempts a second of processor time`),
);
for (const { format, attempt, fault, detail } of findings)
  console.log(`${format}, attempt ${attempt} of seed ${values.seed}: ${fault}\n  ${detail}`);
const broken = new Set(findings.map(({ format }) => format));
console.log(`${formats.length - broken.size} formats without a fault, ${broken.size} with ${findings.length} faults.`);
process.exitCode = findings.length > 0 ? 1 : 0;
