import { z } from 'zod';
import { attackOptionsSchema, type AttackOptions } from '../attacks/index.ts';
import { COMMON } from '../attacks/fields.ts';
import { PRESET_NAMES, presetOptions } from '../attacks/presets.ts';
import { splitSchema } from '../ecg.ts';
import { describeIssue } from '../errors/describe-issue.ts';
import { AppError } from '../errors/app-error.ts';
import { canonicalJson } from '../format/canonical-json.ts';
import { locateJson } from '../json/locate-json.ts';

/** As many as a worker takes before it begins anew (src-main/services/workspace/worker-shares.ts). */
const MOST_RECORDS_OF_A_PIECE = 64;

/** A method with its options, as a run stores them, or the name of a preset. */
const attackSchema = z.preprocess((value, context) => {
  if (typeof value !== 'string') return value;
  const preset = presetOptions(value);
  if (preset !== undefined) return preset;
  const message = `must be a method with its options in { }, or one of the presets ${PRESET_NAMES.join(', ')}`;
  context.issues.push({ code: 'custom', message, input: value });
  return z.NEVER;
}, attackOptionsSchema);

/** A sweep: each model is attacked in each way with each budget, which makes one attack run of each combination. */
export const sweepPlanSchema = z.strictObject({
  /** Names, ids, or the first digits (8 or more) of the SHA-256 of their files. */
  models: z.array(z.string().min(1)).min(1),
  /** Name or id; left out: the newest. */
  dataset: z.string().min(1).optional(),
  split: splitSchema.default('test'),
  /** Only this many records, the first by name; left out: all. */
  limit: z.int().min(1).optional(),
  attacks: z.array(attackSchema).min(1),
  /** Budgets, ADC units, each of which takes the place of every attack's own; left out: its own. */
  epsilonUnits: z.array(COMMON.epsilonUnits.unwrap()).min(1).optional(),
  /** About how many records one worker attacks at a time. It decides what shares a batch, and so the last bits of a result. */
  recordsPerPiece: z.int().min(1).max(MOST_RECORDS_OF_A_PIECE).default(16),
  /** Share of the pieces of other machines, drawn at random, that this one makes again and compares. */
  checkedShare: z.number().min(0).max(1).default(0.02),
  /** Of that draw. It is not sent to other machines. */
  seed: z.int().min(0).max(2_147_483_647).default(1),
});
export type SweepPlan = z.output<typeof sweepPlanSchema>;

/** The plan that a text has. Throws AppError 'bad-input' that names `where`, every wrong field and its value. */
export function parseSweepPlan(text: string, where: string): SweepPlan {
  const located = locateJson(text);
  if ('problem' in located) {
    const { problem, place } = located;
    throw new AppError('bad-input', `${where}, line ${place.line}: this is not JSON: ${problem}.`);
  }
  const parsed = sweepPlanSchema.safeParse(located.json);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => describeIssue(issue, located.json, sweepPlanSchema, 'plan'));
  throw new AppError(
    'bad-input',
    `${where} cannot be swept: ${problems.join(' ')} docs/several-machines.md has an example.`,
  );
}

/** Every attack with every budget, in the order of the plan, each once. */
export function attacksOfPlan({ attacks, epsilonUnits }: Pick<SweepPlan, 'attacks' | 'epsilonUnits'>): AttackOptions[] {
  const all = attacks.flatMap((attack) =>
    epsilonUnits === undefined ? [attack] : epsilonUnits.map((units) => ({ ...attack, epsilonUnits: units })),
  );
  return [...new Map(all.map((attack) => [canonicalJson(attack), attack])).values()];
}
