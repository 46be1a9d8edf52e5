import type { AttackMethod } from '../../src-shared/attacks/index.ts';
import type { QuestionId } from '../../src-shared/questions/index.ts';
import type { StudyResults } from './define-figure.ts';
import type { BarRow } from './arm-bars.ts';
import { shareRows, type ShareRow } from './share-rows.ts';

/** The budget of the paper, ADC units. */
const EPSILON_UNITS = 10;

/** Means of the two readers of Han et al. 2020: 246.5 of 250 called the same; 62 of 100 and about 95 of 100 told apart. */
const PAPER: Partial<Record<QuestionId, Partial<Record<AttackMethod, number>>>> = {
  'same-class': { sap: 246.5 / 250 },
  'which-is-real': { sap: 0.62, pgd: 0.95 },
};

/** The shares of one question, each arm that is as in the paper with what the paper has. */
export function barRows(results: StudyResults, question: QuestionId): BarRow[] {
  const ofPaper = new Map(
    results.responses
      .filter((row) => row.question === question && row.epsilon_units === EPSILON_UNITS && row.attack !== null)
      .map((row) => [keyOf(row), (row.attack && PAPER[question]?.[row.attack]) ?? null]),
  );
  return shareRows(results)
    .filter((row) => row.question === question)
    .map((row) => ({ ...row, paper: ofPaper.get(keyOf(row)) ?? null }));
}

/** What their open diamonds are; nothing where none of these bars has one. */
export const paperWords = (rows: readonly BarRow[], attacks: string): string =>
  rows.some(({ paper }) => paper !== null)
    ? `Open diamonds: what Han et al. 2020 report of ${attacks} at the same budget.`
    : '';

const keyOf = ({ task, arm }: Pick<ShareRow, 'task' | 'arm'>): string => JSON.stringify([task, arm]);
