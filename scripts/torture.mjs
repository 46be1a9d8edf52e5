/**
 * `npm run torture [-- <scenario>… --seed 7 --minutes 10]`: kills, full disks, damaged files and hostile inputs, with
 * another seed in every round. Each scenario (test/torture/scenarios) has so many minutes; `npm test` runs a few rounds.
 */
import { parseArgs } from 'node:util';
import { SetupError, modulePath } from './setup/context.mjs';
import { ensureSetUp } from './setup/parts.mjs';
import { runToEnd } from './setup/run-to-end.mjs';

try {
  const { values, positionals } = parseArgs({
    options: { seed: { type: 'string' }, minutes: { type: 'string', default: '10' } },
    allowPositionals: true,
  });
  const { node } = await ensureSetUp({ parts: ['dependencies', 'node', 'messages', 'engine'], say: console.log });
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  console.log(`The first seed is ${seed}.`);
  const torture = { seed, minutes: Number(values.minutes), names: positionals };
  const env = { ...process.env, EQUIPOISE_TORTURE: JSON.stringify(torture) };
  const args = [modulePath('vitest/vitest.mjs'), 'run', '--project', 'torture', '--disable-console-intercept'];
  process.exitCode = await runToEnd(node.path, [...node.flags, ...args], { env });
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
