/**
 * Every figure of a study's results, in the order in which they are shown and packed. A new one is a file of its own and a
 * line here.
 */
import { clueSpans } from './clue-spans.ts';
import { figure2a } from './figure-2a.ts';
import { figure2b } from './figure-2b.ts';
import { forest } from './forest.ts';
import { psychometricCurves } from './psychometric-curves.ts';
import { responseTimes } from './response-times.ts';

export type { StudyResults } from './define-figure.ts';
export const RESULT_FIGURES = [figure2a, figure2b, forest, responseTimes, psychometricCurves, clueSpans] as const;
