/** What an answer says of how often its trial was shown. */
interface Shown {
  trialId: string;
  /** Takes the place of the answer before it to the same trial. */
  amends: boolean;
  /** Until this answer, for whatever reason. */
  timesShown: number;
}

/**
 * For each of a session's answers, which are in their order, how often its trial was shown because the program was closed
 * or opened meanwhile, beyond its first time. Undo shows a trial again without an interruption: the answered one once for
 * each answer that amends it, and the one that was on the screen once more after each of them.
 */
export function resumedShowings(answers: readonly Shown[]): number[] {
  /** Trial id → the showings that undo caused up to now. */
  const byUndo = new Map<string, number>();
  let amended = 0;
  return answers.map(({ trialId, amends, timesShown }) => {
    amended = amends ? amended + 1 : amended;
    const caused = (byUndo.get(trialId) ?? 0) + (amends ? 1 : amended);
    byUndo.set(trialId, caused);
    if (!amends) amended = 0;
    return Math.max(0, timesShown - 1 - caused);
  });
}
