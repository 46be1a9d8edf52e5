import { crossSteps, type CrossedScores, type Score } from '../../src-main/statistics/readers/crossed-scores.ts';
import { atOnce } from './at-once.ts';

/** Places the scores of one arm or two in one go. */
export const crossScores = (arms: readonly (readonly Score[])[]): CrossedScores => atOnce(crossSteps(arms));
