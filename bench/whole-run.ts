import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * `npm run bench:run -- training2017.zip --labels raw_labels.npy --permutation random_permutation.npy [--method sap]`:
 * the program itself on the whole test split, in an empty workspace: seconds, memory of all its processes together, and the
 * longest time for which main did not answer. Linux only (reads /proc).
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
const [archive] = positionals;
if (archive === undefined) throw new Error('Name the archive: npm run bench:run -- training2017.zip');

const workspaceDir = mkdtempSync(join(tmpdir(), 'equipoise-bench-'));
const child = fork(join(import.meta.dirname, 'whole-run-main.ts'), {
  env: { ...process.env, EQUIPOISE_BENCH: JSON.stringify({ ...values, archive, workspaceDir }) },
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
});
let peakMb = 0;
const sampling = setInterval(() => {
  peakMb = Math.max(
    peakMb,
    [...withDescendants(child.pid as number)].reduce((sum, pid) => sum + proportionalMb(pid), 0),
  );
}, 250);
child.on('message', (result: Record<string, unknown>) => {
  process.stdout.write(`${JSON.stringify({ ...result, peakMb: Math.round(peakMb) }, null, 2)}\n`);
});
child.on('exit', (code) => {
  clearInterval(sampling);
  rmSync(workspaceDir, { recursive: true, force: true });
  process.exitCode = code ?? 1;
});

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

/** Memory of a process; what several share counts once in their sum. */
function proportionalMb(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1024;
}

/** Empty for a process that has just ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
