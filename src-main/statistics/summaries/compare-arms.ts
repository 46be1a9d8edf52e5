import type { ArmComparisonRow } from '../../../src-shared/study/arm-comparison-fields.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import { holm } from '../holm.ts';
import { mcnemarExact } from '../mcnemar.ts';
import { newcombeDifference } from '../newcombe.ts';
import { groupRows, pairsOf, type Group } from './group-rows.ts';
import { recordShown } from './shown-case.ts';

/**
 * Every two arms of a task against each other, session by session: the exact McNemar test if both show the same
 * records, Newcombe's interval of the difference if they have none in common, neither if they share some. Holm's method
 * adjusts over all tests of a session. Arms are in alphabetical order.
 *
 * `rows`: standing answers, those of which nothing could be said too: they tell which records the arms show, and count
 * for nothing else. Of the same records, those that are decided in both arms are compared. Arms between which nothing
 * is decided have no row.
 */
export function compareArms(rows: readonly ResultRow[]): ArmComparisonRow[] {
  return groupRows(rows, (row) => row.session_id).flatMap((session) => {
    const compared = groupRows(session, (row) => row.task).flatMap((task) => {
      const arms = groupRows(task, (row) => row.arm).sort((a, b) => (a[0].arm < b[0].arm ? -1 : 1));
      return pairsOf(arms).flatMap(([first, second]) => comparison(first, second) ?? []);
    });
    const tested = compared.filter((row) => row.p_mcnemar !== null);
    const adjusted = holm(tested.map((row) => row.p_mcnemar as number));
    const pOf = new Map(tested.map((row, i) => [row, adjusted[i] as number]));
    return compared.map((row) => ({ ...row, p_holm: pOf.get(row) ?? null }));
  });
}

type Arm = Group<ResultRow>;

function comparison(first: Arm, second: Arm): ArmComparisonRow | undefined {
  const { reader, session_id, task, question } = first[0];
  const records = recordsOf(first, second);
  const [a, b] = records === 'same' ? decidedInBoth(first, second) : [decided(first), decided(second)];
  if (a.length === 0 || b.length === 0) return undefined;
  const [k1, k2] = [correctIn(a), correctIn(b)];
  return {
    ...{ reader, session_id, task, question, first_arm: first[0].arm, second_arm: second[0].arm },
    first_n: a.length,
    second_n: b.length,
    first_proportion: k1 / a.length,
    second_proportion: k2 / b.length,
    difference: k1 / a.length - k2 / b.length,
    records,
    ...(records === 'different' ? interval(k1, a.length, k2, b.length) : NO_INTERVAL),
    ...(records === 'same' ? mcnemar(a, b) : NO_TEST),
    p_holm: null,
    virtual: first[0].input === 'virtual' ? 1 : 0,
  };
}

const NO_INTERVAL = { difference_low: null, difference_high: null };
const NO_TEST = { only_first: null, only_second: null, p_mcnemar: null };

function recordsOf(first: Arm, second: Arm): ArmComparisonRow['records'] {
  const own = new Set(first.map(recordShown));
  const shared = second.filter((row) => own.has(recordShown(row))).length;
  if (shared === 0) return 'different';
  return shared === first.length && shared === second.length ? 'same' : 'mixed';
}

const decided = (rows: readonly ResultRow[]): ResultRow[] => rows.filter(({ correct }) => correct !== null);

function decidedInBoth(first: Arm, second: Arm): [ResultRow[], ResultRow[]] {
  const within = (rows: Arm, other: Arm): ResultRow[] => {
    const there = new Set(decided(other).map(recordShown));
    return decided(rows).filter((row) => there.has(recordShown(row)));
  };
  return [within(first, second), within(second, first)];
}

function interval(k1: number, n1: number, k2: number, n2: number) {
  const [low, high] = newcombeDifference(k1, n1, k2, n2);
  return { difference_low: low, difference_high: high };
}

function mcnemar(first: readonly ResultRow[], second: readonly ResultRow[]) {
  const rightInSecond = new Map(second.map((row) => [recordShown(row), row.correct === 1]));
  const only = (inFirst: boolean): number =>
    first.filter((row) => (row.correct === 1) === inFirst && rightInSecond.get(recordShown(row)) !== inFirst).length;
  const [onlyFirst, onlySecond] = [only(true), only(false)];
  return { only_first: onlyFirst, only_second: onlySecond, p_mcnemar: mcnemarExact(onlyFirst, onlySecond) };
}

function correctIn(rows: readonly ResultRow[]): number {
  return rows.filter((row) => row.correct === 1).length;
}
