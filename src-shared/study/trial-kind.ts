/**
 * Why a trial is shown: for its answer (`main`), to see whether the reader attends (`catch`: obvious), to see whether the
 * same answer is given again (`repeat`), or to get used to the task (`practice`: simulated, in no result).
 */
export const TRIAL_KINDS = ['main', 'catch', 'repeat', 'practice'] as const;
export type TrialKind = (typeof TRIAL_KINDS)[number];
