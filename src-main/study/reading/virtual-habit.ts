import type { VirtualKind } from '../../../src-shared/study/virtual-readers.ts';

/** On so large a share of the trials a left-biased reader does not look, and a fast-clicking one guesses. */
const UNSEEN = 0.3;
/** Median time of a click without a look, ms. */
const CLICK_MS = 200;
const GUESS = 0.5;

/** What a kind of virtual reader does at one trial. */
export interface Habit {
  /** Whether the first answer is taken, whatever is shown. */
  takesFirst: boolean;
  probabilityRight: number;
  /** What decides the answer, uniform in [0, 1). */
  drawn: number;
  /** In place of the usual median, ms. */
  medianResponseMs?: number;
}

/** `done`: the share of the session that lies behind, 0 to 1. `drawn`: uniform in [0, 1). */
export function habitOf(
  kind: VirtualKind,
  { probabilityRight, done, drawn }: { probabilityRight: number; done: number; drawn: number },
): Habit {
  const looks = { takesFirst: false, probabilityRight, drawn };
  // Of one draw the lower part says that there is no look; both parts are uniform again.
  const isUnseen = drawn < UNSEEN;
  const rest = isUnseen ? drawn / UNSEEN : (drawn - UNSEEN) / (1 - UNSEEN);
  switch (kind) {
    case 'steady':
      return looks;
    case 'guessing':
      return { ...looks, probabilityRight: GUESS };
    case 'left-biased':
      return { ...looks, takesFirst: isUnseen, drawn: rest };
    case 'tiring':
      return { ...looks, probabilityRight: probabilityRight + done * (GUESS - probabilityRight) };
    case 'fast-clicking':
      return isUnseen
        ? { ...looks, probabilityRight: GUESS, drawn: rest, medianResponseMs: CLICK_MS }
        : { ...looks, drawn: rest };
  }
}
