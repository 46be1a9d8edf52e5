import type { AnswerAnalysis } from './answer-analysis.ts';

/**
 * The share and its intervals, and no test: for questions with the same right answer in every trial, where 0.5 is not a
 * level of chance.
 */
export const proportionAnalysis = {
  id: 'proportion',
  chance: null,
  fields: [],
  lines: null,
  verdict: null,
} as const satisfies AnswerAnalysis;
