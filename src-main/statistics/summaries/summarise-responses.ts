import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import type { SummaryRow } from '../../../src-shared/study/summary-fields.ts';
import { binomialTest } from '../binomial-test.ts';
import { clopperPearson } from '../clopper-pearson.ts';
import { dPrime2afc } from '../d-prime.ts';
import { quartiles } from '../quartiles.ts';
import { sideBias } from '../side-bias.ts';
import { similarityTest } from '../similarity.ts';
import { wilson } from '../wilson.ts';

export interface SummariseOptions {
  similarityMargin: number;
  /** How many trials the study has of a task's arm. */
  planned: (task: string, arm: string) => number;
}

/**
 * One summary row for each session, task and arm of a study's responses. Readers are never pooled: they saw the same
 * pairs, so that their answers are not independent trials. Sessions and tasks keep the order of the rows, arms are in
 * alphabetical order. Flagged trials (lost focus, interrupted) are counted and named, never dropped.
 */
export function summariseResponses(rows: readonly ResultRow[], options: SummariseOptions): SummaryRow[] {
  const sessions = grouped(rows, (row) => row.session_id);
  return sessions.flatMap((session) =>
    grouped(session, (row) => row.task).flatMap((task) =>
      grouped(task, (row) => row.arm)
        .sort((a, b) => (a[0].arm < b[0].arm ? -1 : 1))
        .map((arm) => summariseArm(arm, options)),
    ),
  );
}

type Group = [ResultRow, ...ResultRow[]];

function grouped(rows: readonly ResultRow[], keyOf: (row: ResultRow) => string): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

function summariseArm(rows: Group, options: SummariseOptions): SummaryRow {
  const { reader, session_id, task, question, arm } = rows[0];
  const n = rows.length;
  const planned = options.planned(task, arm);
  const complete = n >= planned;
  const correct = count(rows, (row) => row.correct === 1);
  const interval = clopperPearson(correct, n);
  const score = wilson(correct, n);
  return {
    ...{ reader, session_id, task, question, arm, n, planned, complete: complete ? 1 : 0, correct },
    proportion: correct / n,
    ci_low: interval.low,
    ci_high: interval.high,
    wilson_low: score.low,
    wilson_high: score.high,
    ...(question === 'which-is-real' ? whichIsReal(rows, correct, options.similarityMargin, complete) : NOT_ASKED),
    ...responseTimes(rows),
    flagged: count(rows, (row) => row.focus_lost > 0 || row.interrupted === 1),
    virtual: rows.some((row) => row.input === 'virtual') ? 1 : 0,
  };
}

type WhichIsRealFields = Pick<
  SummaryRow,
  | 'p_two_sided'
  | 'd_prime'
  | 'd_prime_se'
  | 'similarity_margin'
  | 'similarity_upper'
  | 'indistinguishable'
  | 'upper_chosen'
  | 'side_bias_c'
  | 'side_bias_p'
>;

const NOT_ASKED: WhichIsRealFields = {
  p_two_sided: null,
  d_prime: null,
  d_prime_se: null,
  similarity_margin: null,
  similarity_upper: null,
  indistinguishable: null,
  upper_chosen: null,
  side_bias_c: null,
  side_bias_p: null,
};

function whichIsReal(rows: Group, correct: number, similarityMargin: number, complete: boolean): WhichIsRealFields {
  const sensitivity = dPrime2afc(correct, rows.length);
  const similarity = similarityTest(correct, rows.length, similarityMargin);
  const bias = sideBias({
    realUpper: count(rows, (row) => row.real_side === 1),
    chosenUpperOfRealUpper: count(rows, (row) => row.real_side === 1 && row.chosen_side === 1),
    realLower: count(rows, (row) => row.real_side === 2),
    chosenUpperOfRealLower: count(rows, (row) => row.real_side === 2 && row.chosen_side === 1),
  });
  return {
    p_two_sided: binomialTest(correct, rows.length).pTwoSided,
    d_prime: sensitivity.dPrime,
    d_prime_se: sensitivity.se,
    similarity_margin: similarityMargin,
    similarity_upper: similarity.upper,
    // Before the end a reader could stop when the bound happens to lie right: no verdict until then.
    indistinguishable: complete ? (similarity.indistinguishable ? 1 : 0) : null,
    upper_chosen: bias.chosenUpper,
    side_bias_c: bias.criterion,
    side_bias_p: bias.pTwoSided,
  };
}

function responseTimes(rows: Group) {
  const times = quartiles(rows.map((row) => row.response_time_ms));
  return {
    response_time_q1_ms: times.q1,
    response_time_median_ms: times.median,
    response_time_q3_ms: times.q3,
    response_time_median_right_ms: medianTime(rows.filter((row) => row.correct === 1)),
    response_time_median_wrong_ms: medianTime(rows.filter((row) => row.correct === 0)),
  };
}

function medianTime(rows: readonly ResultRow[]): number | null {
  return rows.length === 0 ? null : quartiles(rows.map((row) => row.response_time_ms)).median;
}

function count(rows: readonly ResultRow[], holds: (row: ResultRow) => boolean): number {
  return rows.filter(holds).length;
}
