import { AppError } from '../../../src-shared/errors/app-error.ts';
import { armKey, type Protocol } from '../../../src-shared/study/protocol.ts';
import type { Trial } from '../../../src-shared/study/trial.ts';
import { designTrials } from './design-trials.ts';
import type { PairNames } from './pairs-of-arm.ts';

const WORDS: Record<Exclude<keyof Trial, 'trialIndex'>, string> = {
  round: 'its round',
  kind: 'its kind',
  taskId: 'its task',
  question: 'its question',
  arm: 'its arm',
  record: 'its record',
  otherRecord: 'the record of its original tracing',
  realSide: 'the side of its real tracing',
};

/** The pairs of a study by arm, from its trials: each once, however often it is shown. */
export function pairsByArm(trials: readonly Trial[]): Map<string, PairNames[]> {
  const pairs = new Map<string, PairNames[]>();
  for (const { round, kind, taskId, arm, record, otherRecord } of trials) {
    if (round !== 1 || kind === 'repeat' || kind === 'practice') continue;
    const key = armKey(taskId, arm);
    pairs.set(key, [...(pairs.get(key) ?? []), { record, otherRecord }]);
  }
  return pairs;
}

/**
 * Draws a study again from its protocol, the pairs of its arms and its secret, and names each trial that is stored
 * otherwise, as a clause; none if all follows from the secret. `stored`: in the order of presentation, that of all
 * readers or, with its key, that of one.
 */
export function replayTrials(
  protocol: Protocol,
  stored: readonly Trial[],
  secret: Uint8Array,
  readerKey?: string,
): string[] {
  let drawn: Trial[];
  try {
    drawn = designTrials(protocol, pairsByArm(stored), secret, readerKey);
  } catch (error) {
    return [`the pairs are not those of the protocol: ${AppError.from(error).message}`];
  }
  const keys = Object.keys(WORDS) as (keyof typeof WORDS)[];
  return drawn.flatMap((trial, index) => {
    const found = stored[index];
    if (!found) return [`pair ${index + 1} is missing`];
    return keys
      .filter((key) => trial[key] !== found[key])
      .map((key) => `pair ${index + 1}: ${WORDS[key]} is ${found[key]}, the secret gives ${trial[key]}`);
  });
}
