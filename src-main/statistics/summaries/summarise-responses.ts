import { questionOf } from '../../../src-shared/questions/index.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import type { SummaryRow } from '../../../src-shared/study/summary-fields.ts';
import { binomialTest } from '../binomial-test.ts';
import { clopperPearson } from '../clopper-pearson.ts';
import { quartiles } from '../quartiles.ts';
import { wilson } from '../wilson.ts';
import { analyseAnswers } from './answer-analyses/index.ts';
import { groupRows, type Group } from './group-rows.ts';

export interface SummariseOptions {
  similarityMargin: number;
  /** How many trials the study has in an arm of a task. */
  planned: (task: string, arm: string) => number;
}

/**
 * One summary row for each session, task, arm and round of a study's responses. Readers are never pooled: they saw the same
 * pairs, so that their answers are not independent trials. Sessions and tasks keep the order of the rows, arms are in
 * alphabetical order. Flagged trials are counted and named, never dropped; beside the figures of all trials stand those without
 * them. An arm of which a reader could say nothing has no row.
 */
export function summariseResponses(rows: readonly ResultRow[], options: SummariseOptions): SummaryRow[] {
  const sessions = groupRows(rows, (row) => row.session_id);
  return sessions.flatMap((session) =>
    groupRows(session, (row) => row.task).flatMap((task) =>
      groupRows(task, (row) => row.arm)
        .sort((a, b) => (a[0].arm < b[0].arm ? -1 : 1))
        .flatMap((arm) => groupRows(arm, (row) => String(row.round)))
        .flatMap((arm) => summariseArm(arm, options)),
    ),
  );
}

function summariseArm(all: Group<ResultRow>, options: SummariseOptions): SummaryRow[] {
  const { reader, session_id, task, question, arm, round } = all[0];
  const [first, ...others] = all.filter((row) => row.correct !== null);
  if (!first) return [];
  const rows: Group<ResultRow> = [first, ...others];
  const n = rows.length;
  const planned = options.planned(task, arm);
  const complete = all.length >= planned;
  const correct = rows.filter((row) => row.correct === 1).length;
  const { id: analysis, chance } = questionOf(question).analysis;
  const [low, high] = clopperPearson(correct, n);
  const [scoreLow, scoreHigh] = wilson(correct, n);
  const row: SummaryRow = {
    ...{ reader, session_id, task, question, arm, round, n, planned, complete: complete ? 1 : 0, correct },
    proportion: correct / n,
    ci_low: low,
    ci_high: high,
    wilson_low: scoreLow,
    wilson_high: scoreHigh,
    p_two_sided: chance === null ? null : binomialTest(correct, n, chance).pTwoSided,
    ...analyseAnswers(analysis, { rows, correct, complete, similarityMargin: options.similarityMargin }),
    ...responseTimes(rows),
    cannot_say: all.length - n,
    ...withoutFlagged(rows, chance),
    virtual: rows.some((row) => row.input === 'virtual') ? 1 : 0,
  };
  return [row];
}

function withoutFlagged(rows: Group<ResultRow>, chance: number | null) {
  const unflagged = rows.filter((row) => !isFlagged(row));
  const n = unflagged.length;
  const correct = unflagged.filter((row) => row.correct === 1).length;
  const [low, high] = n === 0 ? [null, null] : clopperPearson(correct, n);
  return {
    flagged: rows.length - n,
    n_unflagged: n,
    correct_unflagged: correct,
    proportion_unflagged: n === 0 ? null : correct / n,
    p_unflagged: chance === null || n === 0 ? null : binomialTest(correct, n, chance).pTwoSided,
    ci_low_unflagged: low,
    ci_high_unflagged: high,
  };
}

/** Whether anything of how it was given speaks against an answer. */
export const isFlagged = (row: ResultRow): boolean =>
  row.focus_lost > 0 || [row.fast, row.impossible_time, row.clock_back, row.interrupted].includes(1);

function responseTimes(rows: Group<ResultRow>) {
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
