import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { promisify } from 'node:util';

/** A worker takes up to 1 GB, and a training a few; more than this of the machine's memory, and nothing else runs. */
const MOST_OF_THE_MACHINE = 0.75;

/** How often a worker is looked at, ms: one that asks for many GB needs longer to fill them. */
const INTERVAL_MS = 250;

/** What a process may take where nothing else is said, bytes: of the machine, or of the container that it runs in. */
export function mostMemory(): number {
  const constrained = process.constrainedMemory();
  const there = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return MOST_OF_THE_MACHINE * there;
}

/**
 * Calls `onExceeded` once when the process holds more than so many bytes of memory, as the system counts them: a worker
 * that is computing could not tell. Returns how to stop watching. Does nothing on Windows, which has no ps.
 */
export function watchMemory(
  pid: () => number | undefined,
  limitBytes: number,
  onExceeded: (bytes: number) => void,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = process.platform === 'win32';
  const look = async (): Promise<void> => {
    const id = pid();
    const bytes = id === undefined ? undefined : await residentBytes(id);
    if (stopped) return;
    if (bytes !== undefined && bytes > limitBytes) onExceeded(bytes);
    else timer = setTimeout(() => void look(), INTERVAL_MS).unref();
  };
  if (!stopped) timer = setTimeout(() => void look(), INTERVAL_MS).unref();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** Undefined if the process has gone. */
async function residentBytes(pid: number): Promise<number | undefined> {
  try {
    const kilobytes =
      process.platform === 'linux'
        ? /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]
        : (await promisify(execFile)('ps', ['-o', 'rss=', '-p', `${pid}`])).stdout.trim();
    return kilobytes ? 1024 * Number(kilobytes) : undefined;
  } catch {
    return undefined;
  }
}
