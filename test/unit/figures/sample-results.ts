import type { StudyResults } from '../../../src-figures/index.ts';
import { uniform } from '../../../src-main/numeric/random.ts';
import { seeded } from '../../../src-main/numeric/seeding.ts';
import { summariseClues } from '../../../src-main/statistics/summaries/summarise-clues.ts';
import { summarisePanel } from '../../../src-main/statistics/summaries/summarise-panel.ts';
import { summariseResponses } from '../../../src-main/statistics/summaries/summarise-responses.ts';
import { summariseThresholds } from '../../../src-main/statistics/summaries/summarise-thresholds.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import { atOnce } from '../../helpers/at-once.ts';
import { BASE } from '../statistics/sample-answers.ts';

interface Arm extends Partial<
  Pick<ResultRow, 'task' | 'question' | 'arm' | 'attack' | 'epsilon_uv' | 'epsilon_units'>
> {
  p: number;
}

const budget = (uv: number, p: number): Arm => ({
  ...{ task: 'sizes', arm: `SAP ${uv} µV`, epsilon_uv: uv, epsilon_units: uv, p },
});
const ARMS: readonly Arm[] = [
  { task: 'same', question: 'same-class', arm: 'SAP', p: 0.97 },
  { task: 'real', arm: 'PGD', attack: 'pgd', p: 0.93 },
  { task: 'real', arm: 'SAP', p: 0.62 },
];
const BUDGETS: readonly Arm[] = [budget(3, 0.5), budget(10, 0.6), budget(30, 0.85), budget(100, 0.98)];

interface Sample {
  readers: readonly string[];
  pairs?: number;
  /** Four budgets of one attack, too. */
  budgets?: boolean;
  /** What every arm's name begins with. */
  prefix?: string;
}

/** The results of a made-up study, by the program's own statistics: the same for the same arguments. */
export function sampleResults({ readers, pairs = 20, budgets = false, prefix = '' }: Sample): StudyResults {
  const random = seeded(5);
  const responses = readers.flatMap((reader, r) =>
    [...ARMS, ...(budgets ? BUDGETS : [])].flatMap(({ p, ...arm }) =>
      Array.from({ length: pairs }, (_, i): ResultRow => {
        const from = Math.floor(uniform(random) * 80) / 10;
        const marks = i % 4 === 0 ? { clue_side: i % 8 === 0 ? 1 : 2, clue_from_s: from, clue_to_s: from + 1 } : null;
        return {
          ...{ ...BASE, ...arm, ...(marks as Partial<ResultRow> | null), arm: `${prefix}${arm.arm}`, reader },
          ...{
            session_id: `session ${r}`,
            pair_id: `${arm.arm} ${i}`,
            record: `A${i}`,
            correct: uniform(random) < p ? 1 : 0,
          },
          response_time_ms: 1500 * Math.exp(2 * uniform(random)) * (1 + 0.2 * r),
        };
      }),
    ),
  );
  const marks = responses.flatMap((row) =>
    row.clue_from_s === null || row.clue_to_s === null
      ? []
      : [
          {
            ...{ task: row.task, question: row.question, arm: row.arm, virtual: row.virtual, pairId: row.pair_id },
            ...{ onChanged: row.clue_side !== row.real_side, fromS: row.clue_from_s, toS: row.clue_to_s },
          },
        ],
  );
  const absUv = Float64Array.from({ length: 2700 }, (_, i) => 3 + 4 * Math.abs(Math.sin(i / 150)));
  return {
    summary: summariseResponses(responses, { similarityMargin: 0.6, planned: () => pairs }),
    panel: atOnce(summarisePanel(responses)),
    thresholds: atOnce(summariseThresholds(responses)),
    responses,
    clues: atOnce(summariseClues(marks, () => ({ absUv, samplingHz: 300 }))),
  };
}
