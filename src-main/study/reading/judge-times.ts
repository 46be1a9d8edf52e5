import { numberRuns } from '../../../src-shared/format/number-runs.ts';
import { CLOCK_STEP_MS, FAST_MS, TIMER_STEP_MS } from '../../../src-shared/study/result-fields.ts';

/** The times of an answer: as its window measured them, and as the host did. */
export interface AnswerTimes {
  responseTimeMs: number;
  answeredAt: string;
  /** Null: see ServerTimes. */
  serverTimeMs: number | null;
  clockShiftMs: number | null;
}

/** What the times of an answer say against it. */
export interface TimeFlags {
  /** Whoever measured it: no person is that fast. */
  fast: boolean;
  /** The window measured longer than passed at the host. */
  impossible: boolean;
  /** The computer's clock was set back since the answer before, or since the session began. */
  clockBack: boolean;
}

/**
 * One entry for each of a session's answers, which are in their order. Times are ISO 8601 in UTC; an answer that took
 * less than `fastMs` is implausibly fast.
 */
export function judgeTimes(startedAt: string, answers: readonly AnswerTimes[], fastMs = FAST_MS): TimeFlags[] {
  return answers.map(({ responseTimeMs, answeredAt, serverTimeMs, clockShiftMs }, index) => {
    const atMost = serverTimeMs ?? Infinity;
    const before = answers[index - 1]?.answeredAt ?? startedAt;
    return {
      fast: Math.min(responseTimeMs, atMost) < fastMs,
      impossible: responseTimeMs > atMost + TIMER_STEP_MS,
      clockBack: answeredAt < before || (clockShiftMs ?? 0) < -CLOCK_STEP_MS,
    };
  });
}

/** What is said of a session with such answers, a sentence each. */
export function timeNotes(flags: readonly TimeFlags[]): string[] {
  const numbers = (key: keyof TimeFlags): string =>
    numberRuns(flags.flatMap((flag, index) => (flag[key] ? [index + 1] : [])));
  const [impossible, clockBack] = [numbers('impossible'), numbers('clockBack')];
  return [
    impossible &&
      `Response times longer than the time that passed at the host since it handed out the pair: ${impossible}.`,
    clockBack && `The computer's clock ran backwards before ${clockBack}: shown_at and answered_at are wrong there.`,
  ].filter((note) => note !== '');
}
