import type { FollowRow } from '../../../src-shared/study/follow.ts';
import { quartiles } from '../quartiles.ts';
import { wilson } from '../wilson.ts';

/** An answer, as far as it may be told before results are opened. */
export interface FollowedAnswer {
  responseTimeMs: number;
  interrupted: boolean;
  fast: boolean;
  cannotSay: boolean;
  /** The tracing that was chosen (0 upper, 1 lower); null where the answer chooses none. */
  tracing: 0 | 1 | null;
  /** Whether a catch trial was passed; null for all other trials. */
  caught: boolean | null;
}

/** Halves of fewer answers than this say nothing of a drift. */
const LEAST_OF_HALF = 5;

/** The numbers of one reader, whose answers are in their order. `isOver`: no further answer is expected. */
export function followReader(
  answers: readonly FollowedAnswer[],
  isOver: boolean,
): Omit<FollowRow, 'sessionId' | 'reader'> {
  const times = answers.map(({ responseTimeMs }) => responseTimeMs);
  const half = Math.floor(times.length / 2);
  const chosen = answers.filter(({ tracing }) => tracing !== null);
  const upper = chosen.filter(({ tracing }) => tracing === 0).length;
  const catches = answers.filter(({ caught }) => caught !== null);
  const count = (is: (answer: FollowedAnswer) => boolean): number => answers.filter(is).length;
  return {
    answered: answers.length,
    interrupted: count(({ interrupted }) => interrupted),
    fast: count(({ fast }) => fast),
    cannotSay: count(({ cannotSay }) => cannotSay),
    times: times.length === 0 ? null : quartiles(times),
    drift:
      half < LEAST_OF_HALF
        ? null
        : { first: quartiles(times.slice(0, half)).median, second: quartiles(times.slice(-half)).median },
    upper:
      chosen.length === 0
        ? null
        : { count: upper, of: chosen.length, interval: [...wilson(upper, chosen.length)] as [number, number] },
    caught:
      isOver && catches.length > 0
        ? { count: catches.filter(({ caught }) => caught).length, of: catches.length }
        : null,
  };
}
