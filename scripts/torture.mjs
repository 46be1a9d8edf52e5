/**
 * `npm run torture [-- <scenario>… --seed 7 --minutes 10 --rounds 100]`: kills, full disks, damaged files and hostile
 * inputs, with another seed in every round. Each scenario (test/torture/scenarios) has so many minutes, or rounds;
 * `npm test` runs a few rounds.
 */
import { parseArgs } from 'node:util';
import { SetupError, modulePath } from './setup/context.mjs';
import { ensureSetUp } from './setup/parts.mjs';
import { runToEnd } from './setup/run-to-end.mjs';

/** Rounds alone end it, in minutes. */
const A_DAY = 24 * 60;

try {
  const { values, positionals } = parseArgs({
    options: { seed: { type: 'string' }, minutes: { type: 'string' }, rounds: { type: 'string' } },
    allowPositionals: true,
  });
  const { node } = await ensureSetUp({ parts: ['dependencies', 'node', 'messages', 'engine'], say: console.log });
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  console.log(`The first seed is ${seed}.`);
  const limits = values.rounds === undefined ? {} : { rounds: Number(values.rounds) };
  const minutes = Number(values.minutes ?? (values.rounds === undefined ? 10 : A_DAY));
  const torture = { seed, minutes, ...limits, names: positionals };
  const env = { ...process.env, EQUIPOISE_TORTURE: JSON.stringify(torture) };
  const args = [modulePath('vitest/vitest.mjs'), 'run', '--project', 'torture', '--disable-console-intercept'];
  process.exitCode = await runToEnd(node.path, [...node.flags, ...args], { env });
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
