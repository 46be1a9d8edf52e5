import type { ArmComparisonRow } from '../../../src-shared/study/arm-comparison-fields.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import { holm } from '../holm.ts';
import { mcnemarExact } from '../mcnemar.ts';
import { newcombeDifference } from '../newcombe.ts';
import { groupRows, pairsOf, type Group } from './group-rows.ts';

/**
 * Every two arms of a task against each other, session by session: the exact McNemar test if both show the same
 * records, Newcombe's interval of the difference if they have none in common, neither if they share some. Holm's method
 * adjusts over all tests of a session. Arms are in alphabetical order.
 */
export function compareArms(rows: readonly ResultRow[]): ArmComparisonRow[] {
  return groupRows(rows, (row) => row.session_id).flatMap((session) => {
    const compared = groupRows(session, (row) => row.task).flatMap((task) => {
      const arms = groupRows(task, (row) => row.arm).sort((a, b) => (a[0].arm < b[0].arm ? -1 : 1));
      return pairsOf(arms).map(([first, second]) => comparison(first, second));
    });
    const tested = compared.filter((row) => row.p_mcnemar !== null);
    const adjusted = holm(tested.map((row) => row.p_mcnemar as number));
    const pOf = new Map(tested.map((row, i) => [row, adjusted[i] as number]));
    return compared.map((row) => ({ ...row, p_holm: pOf.get(row) ?? null }));
  });
}

type Arm = Group<ResultRow>;

function comparison(first: Arm, second: Arm): ArmComparisonRow {
  const { reader, session_id, task, question } = first[0];
  const [k1, k2] = [correctIn(first), correctIn(second)];
  const records = recordsOf(first, second);
  return {
    ...{ reader, session_id, task, question, first_arm: first[0].arm, second_arm: second[0].arm },
    first_n: first.length,
    second_n: second.length,
    first_proportion: k1 / first.length,
    second_proportion: k2 / second.length,
    difference: k1 / first.length - k2 / second.length,
    records,
    ...(records === 'different' ? interval(k1, first.length, k2, second.length) : NO_INTERVAL),
    ...(records === 'same' ? mcnemar(first, second) : NO_TEST),
    p_holm: null,
    virtual: first[0].input === 'virtual' ? 1 : 0,
  };
}

const NO_INTERVAL = { difference_low: null, difference_high: null };
const NO_TEST = { only_first: null, only_second: null, p_mcnemar: null };

function recordsOf(first: Arm, second: Arm): ArmComparisonRow['records'] {
  const own = new Set(first.map((row) => row.record));
  const shared = second.filter((row) => own.has(row.record)).length;
  if (shared === 0) return 'different';
  return shared === first.length && shared === second.length ? 'same' : 'mixed';
}

function interval(k1: number, n1: number, k2: number, n2: number) {
  const [low, high] = newcombeDifference(k1, n1, k2, n2);
  return { difference_low: low, difference_high: high };
}

function mcnemar(first: Arm, second: Arm) {
  const rightInSecond = new Map(second.map((row) => [row.record, row.correct === 1]));
  const only = (inFirst: boolean): number =>
    first.filter((row) => (row.correct === 1) === inFirst && rightInSecond.get(row.record) !== inFirst).length;
  const [onlyFirst, onlySecond] = [only(true), only(false)];
  return { only_first: onlyFirst, only_second: onlySecond, p_mcnemar: mcnemarExact(onlyFirst, onlySecond) };
}

function correctIn(rows: Arm): number {
  return rows.filter((row) => row.correct === 1).length;
}
