import type { forcedChoice } from '../../../../src-shared/questions/answer-analyses/forced-choice.ts';
import type { ResultRow } from '../../../../src-shared/study/result-fields.ts';
import { dPrime2afc } from '../../d-prime.ts';
import { sideBias } from '../../side-bias.ts';
import { similarityTest } from '../../similarity.ts';
import type { AnalysisOf, ArmAnswers } from './arm-answers.ts';

/** Sensitivity, similarity and side bias of two-alternative forced choice. */
export const analyseForcedChoice: AnalysisOf<typeof forcedChoice> = ({ rows, correct, complete, similarityMargin }) => {
  const sensitivity = dPrime2afc(correct, rows.length);
  const similarity = similarityTest(correct, rows.length, similarityMargin);
  const bias = sideBias({
    realUpper: count(rows, (row) => row.real_side === 1),
    chosenUpperOfRealUpper: count(rows, (row) => row.real_side === 1 && row.chosen_side === 1),
    realLower: count(rows, (row) => row.real_side === 2),
    chosenUpperOfRealLower: count(rows, (row) => row.real_side === 2 && row.chosen_side === 1),
  });
  return {
    d_prime: sensitivity.dPrime,
    d_prime_se: sensitivity.se,
    similarity_margin: similarityMargin,
    similarity_lower: similarity.lower,
    similarity_upper: similarity.upper,
    // No verdict before the end: a reader could stop when the bound happens to be favourable.
    indistinguishable: complete ? (similarity.indistinguishable ? 1 : 0) : null,
    upper_chosen: bias.chosenUpper,
    side_bias_c: bias.criterion,
    side_bias_p: bias.pTwoSided,
  };
};

function count(rows: ArmAnswers['rows'], holds: (row: ResultRow) => boolean): number {
  return rows.filter(holds).length;
}
