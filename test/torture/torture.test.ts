import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { z } from 'zod';
import { seeded } from '../../src-main/numeric/seeding.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios/index.ts';

/** From scripts/torture.mjs; `npm test` gives none and has time for a few rounds of the first seed. */
const optionsSchema = z.object({
  seed: z.int().nonnegative(),
  minutes: z.number().positive().optional(),
  rounds: z.int().positive().optional(),
  names: z.array(z.string()),
});
const options = optionsSchema.parse(JSON.parse(process.env['EQUIPOISE_TORTURE'] ?? '{"seed":1,"names":[]}'));

const ROUND_LIMIT_MS = 400_000;

/** Rounds of the seeds from the given one on, until the time or the rounds are over. */
async function run({ name, roundsInTest, round }: Scenario): Promise<void> {
  const { minutes, seed: first } = options;
  const rounds = options.rounds ?? (minutes === undefined ? roundsInTest : Infinity);
  const until = performance.now() + (minutes ?? Infinity) * 60_000;
  for (let seed = first; seed < first + rounds && performance.now() < until; seed++) {
    const folder = mkdtempSync(join(tmpdir(), `equipoise-torture-${name}-`));
    try {
      await round({ random: seeded(seed), folder });
    } catch (error) {
      const again = `npm run torture -- ${name} --seed ${seed}`;
      throw new Error(`Round ${seed} failed; once more: ${again}\n${(error as Error).message}`, { cause: error });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    if (minutes !== undefined) process.stdout.write(`${name}: seed ${seed} passed\n`);
  }
}

// Kills and limits are those of Unix.
describe.skipIf(process.platform === 'win32')('what may happen to a workspace', () => {
  const { minutes, names } = options;
  const chosen = SCENARIOS.filter(({ name }) => names.length === 0 || names.includes(name));
  for (const scenario of chosen.filter(({ roundsInTest }) => minutes !== undefined || roundsInTest > 0)) {
    it(`${scenario.name}: ${scenario.does}`, () => run(scenario), (minutes ?? 0) * 60_000 + ROUND_LIMIT_MS);
  }
});
