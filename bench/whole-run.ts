import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * `npm run bench:run -- training2017.zip --labels raw_labels.npy --permutation random_permutation.npy [--method sap]`:
 * the program itself on the whole test split, in an empty workspace, started once to import and once to attack: seconds,
 * memory of all its processes together, and the longest time for which main did not answer. Linux only (reads /proc).
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    labels: { type: 'string' },
    permutation: { type: 'string' },
    method: { type: 'string', default: 'sap' },
    limit: { type: 'string' },
  },
});
const PAGE_BYTES = 4096;
const [archive] = positionals;
if (archive === undefined) throw new Error('Name the archive: npm run bench:run -- training2017.zip');

const workspaceDir = mkdtempSync(join(tmpdir(), 'equipoise-bench-'));
try {
  const imported = await runMain('import');
  const attack = await runMain('attack');
  process.stdout.write(`${JSON.stringify({ method: values.method, import: imported, attack }, null, 2)}\n`);
} finally {
  rmSync(workspaceDir, { recursive: true, force: true });
}

/** One start of the program: what it reports, and the most memory that its processes held together. */
function runMain(job: 'import' | 'attack'): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'whole-run-main.ts'), {
      env: { ...process.env, EQUIPOISE_BENCH: JSON.stringify({ ...values, job, archive, workspaceDir }) },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    let peakMb = 0;
    const sampling = setInterval(
      () => (peakMb = Math.max(peakMb, residentMb(withDescendants(child.pid as number)))),
      250,
    );
    let result: Record<string, unknown> | undefined;
    child.on('message', (message: Record<string, unknown>) => (result = message));
    child.on('exit', (code) => {
      clearInterval(sampling);
      if (result === undefined) reject(new Error(`The ${job} ended with exit code ${String(code)}.`));
      else resolve({ ...result, peakMb: Math.round(peakMb) });
    });
  });
}

function withDescendants(root: number): Set<number> {
  const family = new Set([root]);
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => [Number(pid), parentOf(pid)] as const);
  for (let before = 0; before < family.size;) {
    before = family.size;
    for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid);
  }
  return family;
}

function parentOf(pid: string): number {
  // After the name, which may hold anything: state and parent.
  return Number(read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[1] ?? 0);
}

/**
 * Memory of a family of processes: each one's private memory, and once the pages of files (the program, TensorFlow), as
 * the process with most of them has them. Exact shares of each page would need smaps_rollup, which stops the measured
 * process for 50 to 140 ms.
 */
function residentMb(pids: Iterable<number>): number {
  let own = 0;
  let files = 0;
  for (const pid of pids) {
    const [, resident = 0, shared = 0] = read(`/proc/${pid}/statm`).split(' ').map(Number);
    own += resident - shared;
    files = Math.max(files, shared);
  }
  return ((own + files) * PAGE_BYTES) / 2 ** 20;
}

/** Empty for a process that has just ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
