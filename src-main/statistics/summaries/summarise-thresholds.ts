import { questionOf } from '../../../src-shared/questions/index.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import type { ThresholdRow } from '../../../src-shared/study/threshold-fields.ts';
import { detectionThreshold } from '../detection-threshold.ts';
import { groupSteps, type Group } from './group-rows.ts';

/** So many budgets of one attack make a curve. */
const LEAST_SIZES = 3;

/**
 * From which budget ε each reader sees an attack, in tasks that ask which of two tracings is real and show three budgets of
 * it or more, one in each arm. `rows`: right and wrong answers of one round. Yields in between.
 */
export function* summariseThresholds(rows: readonly ResultRow[]): Generator<void, ThresholdRow[]> {
  const chosen = rows.filter(
    (row): row is Attacked =>
      row.attack !== null && row.epsilon_uv !== null && questionOf(row.question).analysis.id === 'forced-choice',
  );
  const found: ThresholdRow[] = [];
  for (const session of yield* groupSteps(chosen, (row) => row.session_id)) {
    for (const shown of yield* groupSteps(session, (row) => `${row.task} ${row.attack}`)) {
      const row = yield* rowOf(shown);
      if (row) found.push(row);
    }
  }
  return found;
}

/** An answer to a pair that an attack made. */
type Attacked = ResultRow & { attack: ThresholdRow['attack']; epsilon_uv: number };

function* rowOf(shown: Group<Attacked>): Generator<void, ThresholdRow | undefined> {
  const { reader, session_id, task, question, attack } = shown[0];
  const arms = yield* groupSteps(shown, (row) => row.arm);
  const sizes = new Set(shown.map((row) => row.epsilon_uv));
  // Two arms of one budget, or two budgets in one arm, differ in something else.
  if (sizes.size < LEAST_SIZES || sizes.size !== arms.length) return undefined;
  const levels = arms.map((arm) => ({
    size: arm[0].epsilon_uv,
    n: arm.length,
    correct: arm.filter(({ correct }) => correct === 1).length,
  }));
  const { fit, threshold, low, high, beyond, pFit } = yield* detectionThreshold(levels);
  return {
    ...{ reader, session_id, task, question, attack, sizes: sizes.size, n: shown.length },
    ...{ threshold_uv: threshold, threshold_low_uv: low, threshold_high_uv: high, beyond },
    ...{ slope: fit.slope, lapses: fit.lapses, p_fit: pFit },
    virtual: shown[0].input === 'virtual' ? 1 : 0,
  };
}
