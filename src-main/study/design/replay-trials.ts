import { AppError } from '../../../src-shared/errors/app-error.ts';
import { armKey, type Protocol } from '../../../src-shared/study/protocol.ts';
import { designTrials, type Trial } from './design-trials.ts';

const WORDS: Record<Exclude<keyof Trial, 'trialIndex'>, string> = {
  taskId: 'its task',
  question: 'its question',
  arm: 'its arm',
  record: 'its record',
  realSide: 'the side of its real tracing',
};

/**
 * Draws a study again from its protocol, the records of its arms and its secret, and names each pair that is stored
 * otherwise, as a clause; none if all follows from the secret. `stored`: in the order of presentation.
 */
export function replayTrials(protocol: Protocol, stored: readonly Trial[], secret: Uint8Array): string[] {
  const records = new Map<string, string[]>();
  for (const { taskId, arm, record } of stored) {
    const key = armKey(taskId, arm);
    records.set(key, [...(records.get(key) ?? []), record]);
  }
  let drawn: Trial[];
  try {
    drawn = designTrials(protocol, records, secret);
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
