import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { it } from 'vitest';

/** A Python with torch and numpy, where the machine has one: EQUIPOISE_PEER_PYTHON. */
const python = process.env['EQUIPOISE_PEER_PYTHON'];
const run = promisify(execFile);

export type RunPython = (script: string, args: string[]) => Promise<string>;

/** A test beside PyTorch; where there is none it is skipped and its name says so. */
export function itWithPyTorch(name: string, test: (run: RunPython) => Promise<void>, timeoutMs = 180_000): void {
  if (python === undefined || python === '') it.skip(`${name} (skipped: EQUIPOISE_PEER_PYTHON is not set)`);
  else it(name, () => test(async (script, args) => (await run(python, [script, ...args])).stdout), timeoutMs);
}
