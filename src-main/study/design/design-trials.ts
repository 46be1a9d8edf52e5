import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { QuestionId } from '../../../src-shared/questions/index.ts';
import { armKey } from '../../../src-shared/study/protocol.ts';
import type { Protocol } from '../../../src-shared/study/protocol.ts';
import type { Side } from '../../../src-shared/questions/side.ts';
import { integer, shuffled, type RandomGenerator } from '../../numeric/random.ts';
import { studyRandom } from './study-random.ts';

/** One presentation of a pair, with its truth; it never leaves the coordinator's side in this form. */
export interface Trial {
  /** Position in the order of presentation, from 0. */
  trialIndex: number;
  taskId: string;
  question: QuestionId;
  arm: string;
  stimulusId: string;
  /** The side of the original tracing. */
  realSide: Side;
}

/**
 * The trials of a study in the order of presentation, from the protocol and its seed alone (every reader sees the same
 * order). Tasks are blocks in the protocol's order; within a task the trials of all its arms are shuffled together.
 * Sides are counterbalanced exactly within each arm: n/2 each, and for an odd n one side, drawn by the seed, has one
 * more. Stream `sides` gives, arm by arm in the protocol's order, first that draw (odd n only), then the shuffle of the
 * sides over the arm's stimuli; stream `order` gives the shuffle of each task.
 *
 * `stimuli`: armKey(task, arm) → the ids of the arm's stimuli, exactly as many as its pairs, each once in a task's arm.
 * Throws AppError 'bad-input' if they do not fit the protocol.
 */
export function designTrials(protocol: Protocol, stimuli: ReadonlyMap<string, readonly string[]>): Trial[] {
  const sides = studyRandom(protocol.seed, 'sides');
  const order = studyRandom(protocol.seed, 'order');
  const blocks = protocol.tasks.map((task) => {
    const trials = task.arms.flatMap((arm) => {
      const ids = stimuliOf(stimuli, armKey(task.id, arm.name), arm.pairs);
      const realSides = balancedSides(ids.length, sides);
      return ids.map((stimulusId, i) => ({
        taskId: task.id,
        question: task.question,
        arm: arm.name,
        stimulusId,
        realSide: realSides[i] as Side,
      }));
    });
    return shuffled(trials, order);
  });
  return blocks.flat().map((trial, trialIndex) => ({ trialIndex, ...trial }));
}

function stimuliOf(stimuli: ReadonlyMap<string, readonly string[]>, key: string, pairs: number): readonly string[] {
  const ids = stimuli.get(key) ?? [];
  if (ids.length !== pairs) {
    const message = `Arm ${key} has ${ids.length} stimuli, but its protocol asks for ${pairs} pairs: give exactly ${pairs}.`;
    throw new AppError('bad-input', message);
  }
  const repeated = ids.find((id, i) => ids.indexOf(id) !== i);
  if (repeated !== undefined) {
    throw new AppError('bad-input', `Arm ${key} has stimulus ${repeated} twice: give each one once.`);
  }
  return ids;
}

function balancedSides(count: number, random: RandomGenerator): Side[] {
  const half = Math.floor(count / 2);
  const upper = count % 2 === 0 ? half : half + integer(random, 0, 1);
  const sides = Array.from({ length: count }, (_, i): Side => (i < upper ? 1 : 2));
  return shuffled(sides, random);
}
