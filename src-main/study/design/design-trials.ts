import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { QuestionId } from '../../../src-shared/questions/index.ts';
import { armKey } from '../../../src-shared/study/protocol.ts';
import type { Protocol } from '../../../src-shared/study/protocol.ts';
import type { Side } from '../../../src-shared/questions/side.ts';
import { integer, shuffled, type RandomGenerator } from '../../numeric/random.ts';
import { secretStream } from '../../numeric/secret-stream.ts';

/** One presentation of a pair, with its truth; it never leaves the coordinator's side in this form. */
export interface Trial {
  /** Position in the order of presentation, from 0. */
  trialIndex: number;
  taskId: string;
  question: QuestionId;
  arm: string;
  /** Name of the record that both tracings show. */
  record: string;
  /** The side of the original tracing. */
  realSide: Side;
}

/**
 * The trials of a study in the order of presentation, from the protocol, the records of its arms and the study's secret
 * alone (every reader sees the same order). Tasks are blocks in the protocol's order; within a task the trials of all its
 * arms are shuffled together. Sides are counterbalanced exactly within each arm: n/2 each, and for an odd n one side,
 * drawn by the secret, has one more. Stream `sides` gives, arm by arm in the protocol's order, first that draw (odd n
 * only), then the shuffle of the sides over the arm's records, which are sorted by name; stream `order` gives the shuffle
 * of each task. The protocol's seed has no part in it: whoever has the protocol knows it.
 *
 * `records`: armKey(task, arm) → names of the arm's records in any order, as many as its pairs, each once in an arm.
 * Throws AppError 'bad-input' if they do not fit the protocol.
 */
export function designTrials(
  protocol: Protocol,
  records: ReadonlyMap<string, readonly string[]>,
  secret: Uint8Array,
): Trial[] {
  const sides = secretStream(secret, 'sides');
  const order = secretStream(secret, 'order');
  const blocks = protocol.tasks.map((task) => {
    const trials = task.arms.flatMap((arm) => {
      const names = recordsOf(records, armKey(task.id, arm.name), arm.pairs);
      const realSides = balancedSides(names.length, sides);
      return names.map((record, i) => ({
        taskId: task.id,
        question: task.question,
        arm: arm.name,
        record,
        realSide: realSides[i] as Side,
      }));
    });
    return shuffled(trials, order);
  });
  return blocks.flat().map((trial, trialIndex) => ({ trialIndex, ...trial }));
}

function recordsOf(records: ReadonlyMap<string, readonly string[]>, key: string, pairs: number): string[] {
  const names = [...(records.get(key) ?? [])].sort();
  if (names.length !== pairs) {
    const message = `Arm ${key} has ${names.length} records, but its protocol asks for ${pairs} pairs: give exactly ${pairs}.`;
    throw new AppError('bad-input', message);
  }
  const repeated = names.find((name, i) => names[i + 1] === name);
  if (repeated !== undefined) {
    throw new AppError('bad-input', `Arm ${key} has record ${repeated} twice: give each one once.`);
  }
  return names;
}

function balancedSides(count: number, random: RandomGenerator): Side[] {
  const half = Math.floor(count / 2);
  const upper = count % 2 === 0 ? half : half + integer(random, 0, 1);
  const sides = Array.from({ length: count }, (_, i): Side => (i < upper ? 1 : 2));
  return shuffled(sides, random);
}
