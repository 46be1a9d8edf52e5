/** The static checks: programs that Node runs in the repository's root; an exit code other than 0 is a failure. */
import { modulePath } from './setup/context.mjs';

const CACHE = modulePath('.cache', 'equipoise');

export const CHECKS = [
  {
    name: 'types',
    args: [
      // The compiler written in Go, which takes less than half the time; what builds on its interface (eslint, svelte-check) still has the other.
      modulePath('typescript-7/bin/tsc'),
      ...['--project', 'tsconfig.json', '--incremental', '--tsBuildInfoFile', `${CACHE}/tsc.tsbuildinfo`],
    ],
  },
  { name: 'lint', args: [modulePath('eslint/bin/eslint.js'), '--max-warnings', '0', '.'] },
  {
    name: 'svelte types',
    args: [
      modulePath('svelte-check/bin/svelte-check'),
      '--tsconfig',
      'src-renderer/tsconfig.json',
      '--fail-on-warnings',
      '--output',
      'human',
    ],
  },
  { name: 'format', args: [modulePath('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'] },
  { name: 'dead code', args: [modulePath('knip/bin/knip.js'), '--no-progress'] },
  { name: 'code for tests only', args: [modulePath('knip/bin/knip.js'), '--no-progress', '--production'] },
  { name: 'layers', args: ['scripts/check-layers.ts'] },
];
