import { ATTACK_METHODS } from '../../src-shared/attacks/index.ts';
import { QUESTION_IDS } from '../../src-shared/questions/index.ts';
import type { FieldDeclaration, RowOf } from '../../src-shared/tables/field-declaration.ts';
import type { ThresholdRow } from '../../src-shared/study/threshold-fields.ts';
import type { StudyResults } from './define-figure.ts';

const ofTable = 'The same in every row of the curve, as in the table thresholds:';

/** One budget of a curve: a reader's answers in one arm. */
export const CURVE_FIELDS = [
  { name: 'task', type: 'text', description: 'Id of the task in the protocol.' },
  { name: 'question', type: 'text', values: QUESTION_IDS, description: 'What the readers were asked.' },
  { name: 'reader', type: 'text', description: 'Name or code of the reader.' },
  { name: 'session_id', type: 'text', description: 'The session.' },
  { name: 'attack', type: 'text', values: ATTACK_METHODS, description: 'Method of the attack.' },
  { name: 'arm', type: 'text', description: 'Name of the arm that shows this budget.' },
  { name: 'epsilon_uv', type: 'number', unit: 'µV', description: 'Budget ε of the arm.' },
  { name: 'n', type: 'integer', description: 'Answers that are right or wrong.' },
  { name: 'share', type: 'number', description: 'Share of right answers among them.' },
  { name: 'ci_low', type: 'number', description: 'Clopper-Pearson 95 % interval of the share, lower end.' },
  { name: 'ci_high', type: 'number', description: 'Clopper-Pearson 95 % interval of the share, upper end.' },
  {
    name: 'threshold_uv',
    type: 'number',
    unit: 'µV',
    nullable: true,
    description: `${ofTable} budget of which half of the pairs are told apart; empty beyond the budgets that were shown.`,
  },
  {
    name: 'threshold_low_uv',
    type: 'number',
    unit: 'µV',
    nullable: true,
    description: `${ofTable} its 95 % interval, lower end.`,
  },
  { name: 'threshold_high_uv', type: 'number', unit: 'µV', nullable: true, description: `${ofTable} its upper end.` },
  {
    name: 'beyond',
    type: 'text',
    values: ['below', 'above'],
    nullable: true,
    description: `${ofTable} where the threshold lies if not among them.`,
  },
  { name: 'slope', type: 'number', description: `${ofTable} Weibull’s slope β.` },
  { name: 'lapses', type: 'number', description: `${ofTable} lapse rate λ.` },
  { name: 'virtual', type: 'integer', values: [0, 1], description: '1 if a virtual reader answered (rehearsal).' },
] as const satisfies readonly FieldDeclaration[];

export type CurveRow = RowOf<typeof CURVE_FIELDS>;

/** The budgets of every threshold, from the smallest. */
export function curveRows({ thresholds, summary, responses }: StudyResults): CurveRow[] {
  const shown = new Map(
    responses
      .filter((row) => row.attack !== null && row.epsilon_uv !== null)
      .map((row) => [JSON.stringify([row.task, row.arm]), { attack: row.attack, epsilonUv: row.epsilon_uv as number }]),
  );
  const sessions = Map.groupBy(summary, ({ session_id }) => session_id);
  return thresholds.flatMap((found) =>
    (sessions.get(found.session_id) ?? [])
      .flatMap((row): CurveRow[] => {
        const arm = shown.get(JSON.stringify([row.task, row.arm]));
        if (row.task !== found.task || row.round > 1 || arm?.attack !== found.attack) return [];
        return [
          {
            ...{ task: row.task, question: row.question, reader: row.reader, session_id: row.session_id },
            ...{ attack: found.attack, arm: row.arm, epsilon_uv: arm.epsilonUv },
            ...{ n: row.n, share: row.proportion, ci_low: row.ci_low, ci_high: row.ci_high },
            ...curveOf(found),
          },
        ];
      })
      .sort((a, b) => a.epsilon_uv - b.epsilon_uv),
  );
}

const curveOf = (row: ThresholdRow) => ({
  ...{ threshold_uv: row.threshold_uv, threshold_low_uv: row.threshold_low_uv },
  ...{ threshold_high_uv: row.threshold_high_uv, beyond: row.beyond },
  ...{ slope: row.slope, lapses: row.lapses, virtual: row.virtual },
});
