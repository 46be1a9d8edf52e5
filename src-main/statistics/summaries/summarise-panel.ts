import { questionOf } from '../../../src-shared/questions/index.ts';
import type { PanelRow } from '../../../src-shared/study/panel-fields.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import { holm } from '../holm.ts';
import { betaBinomial } from '../readers/beta-binomial.ts';
import { bootstrapOverReaders } from '../readers/bootstrap-over-readers.ts';
import { crossSteps, type Score } from '../readers/crossed-scores.ts';
import { overReaders, tTest } from '../readers/over-readers.ts';
import { groupSteps, pairsOf, type Group } from './group-rows.ts';
import { caseShown } from './shown-case.ts';

type Arm = Group<ResultRow>;

/**
 * Every arm of a task over all its readers, and every two arms against each other. Arms are in alphabetical order; a task
 * that one reader answered has no rows. `rows`: right and wrong answers of one round. Yields in between.
 */
export function* summarisePanel(rows: readonly ResultRow[]): Generator<void, PanelRow[]> {
  const found: PanelRow[] = [];
  for (const task of yield* groupSteps(rows, (row) => row.task)) {
    if (new Set(task.map((row) => row.session_id)).size < 2) continue;
    const arms = (yield* groupSteps(task, (row) => row.arm)).sort((a, b) => (a[0].arm < b[0].arm ? -1 : 1));
    for (const shown of [...arms.map((arm) => [arm] as const), ...pairsOf(arms)]) {
      found.push(yield* rowOf(shown));
    }
  }
  const tested = found.filter(({ second_arm, p_two_sided }) => second_arm !== null && p_two_sided !== null);
  const adjusted = holm(tested.map((row) => row.p_two_sided as number));
  const pOf = new Map(tested.map((row, i) => [row, adjusted[i] as number]));
  return found.map((row) => ({ ...row, p_holm: pOf.get(row) ?? null }));
}

function* rowOf([first, second]: readonly [Arm, Arm?]): Generator<void, PanelRow> {
  const { task, question, arm } = first[0];
  const answers = [...first, ...(second ?? [])];
  const scores = yield* crossSteps([yield* scoresOf(first), ...(second ? [yield* scoresOf(second)] : [])]);
  const result = overReaders(scores);
  const { view, estimate, spread } = result;
  const [bootstrapLow, bootstrapHigh] = (yield* bootstrapOverReaders(scores, result)) ?? [null, null];
  const { id, chance } = questionOf(question).analysis;
  const expected = second ? 0 : chance;
  return {
    ...{ task, question, arm, second_arm: second?.[0].arm ?? null },
    ...{ readers: view, reader_count: scores.readers, case_count: scores.cases, n: answers.length, estimate },
    se: spread?.se ?? null,
    df: spread?.df ?? null,
    ci_low: spread?.interval[0] ?? null,
    ci_high: spread?.interval[1] ?? null,
    p_two_sided: expected === null ? null : tTest(result, expected),
    p_holm: null,
    bootstrap_low: bootstrapLow,
    bootstrap_high: bootstrapHigh,
    ...(view === 'random' && !second && id === 'forced-choice' ? yield* toldApart(first) : NOT_TOLD),
    virtual: answers.some((row) => row.input === 'virtual') ? 1 : 0,
  };
}

function* scoresOf(rows: Arm): Generator<void, Score[]> {
  const scores: Score[] = [];
  for (const row of rows) {
    yield;
    scores.push({ reader: row.session_id, case: caseShown(row), score: row.correct === 1 ? 1 : 0 });
  }
  return scores;
}

const NOT_TOLD = {
  ...{ told_apart: null, told_apart_low: null, told_apart_high: null },
  ...{ overdispersion: null, overdispersion_low: null, overdispersion_high: null, overdispersion_p: null },
};

function* toldApart(arm: Arm): Generator<void, { [Field in keyof typeof NOT_TOLD]: number }> {
  const counts = (yield* groupSteps(arm, (row) => row.session_id)).map((rows) => ({
    correct: rows.filter((row) => row.correct === 1).length,
    n: rows.length,
  }));
  const { mu, muInterval, gamma, gammaInterval, pOverdispersion } = yield* betaBinomial(counts);
  return {
    told_apart: mu,
    told_apart_low: muInterval[0],
    told_apart_high: muInterval[1],
    overdispersion: gamma,
    overdispersion_low: gammaInterval[0],
    overdispersion_high: gammaInterval[1],
    overdispersion_p: pOverdispersion,
  };
}
