import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { it } from 'vitest';

const repositoryRoot = resolve(import.meta.dirname, '../..');

/** The path of a file of the shared material (EQUIPOISE_SHARED, else ../shared), or undefined where it is not there. */
export function sharedFile(relative: string): string | undefined {
  const path = join(resolve(repositoryRoot, process.env['EQUIPOISE_SHARED'] ?? '../shared'), relative);
  return existsSync(path) ? path : undefined;
}

/**
 * A test that needs files of the shared material. `run` gets their paths in the order given; where one is missing the test is
 * skipped and its name says which.
 */
export function itWithShared(
  files: readonly string[],
  name: string,
  run: (...paths: string[]) => void | Promise<void>,
  timeoutMs = 60_000,
): void {
  const paths = files.map(sharedFile);
  const missing = files.filter((_, i) => paths[i] === undefined);
  if (missing.length > 0) it.skip(`${name} (skipped: ${missing.join(', ')} is not there)`);
  else
    it(
      name,
      async () => {
        await run(...(paths as string[]));
      },
      timeoutMs,
    );
}
