import { questionOf } from '../../../src-shared/questions/index.ts';
import type { Side } from '../../../src-shared/questions/side.ts';
import { PRACTICE_ARM } from '../../../src-shared/study/design-fields.ts';
import { plannedArms } from '../../../src-shared/study/planned-arms.ts';
import { armKey } from '../../../src-shared/study/protocol.ts';
import type { Protocol, ProtocolTask } from '../../../src-shared/study/protocol.ts';
import type { Trial } from '../../../src-shared/study/trial.ts';
import { shuffled, type RandomGenerator } from '../../numeric/random.ts';
import { secretStream } from '../../numeric/secret-stream.ts';
import { balancedSides } from './balanced-sides.ts';
import { pairsOfArm, type PairNames } from './pairs-of-arm.ts';
import { recordsApart, withCatchTrials, withRepeats } from './place-trials.ts';

/**
 * The trials of a study in the order of presentation, from the protocol, the pairs of its arms and the study's secret
 * alone: the order that all readers have in common or, with the key of a reader, the one that is this reader's. Tasks are
 * blocks in the protocol's order. Sides are counterbalanced exactly within each arm: n/2 each, and for an odd n one side,
 * drawn by the secret, has one more; the same within its foils. In a task come first the practice trials, then those of
 * all arms shuffled together (matched ones so that those of one record are apart), with repeats and catch trials among them; a second round is drawn like the first, without
 * practice. docs/protocol.md says in which order the streams `sides` and `order` are drawn from. The protocol's seed has
 * no part in it: whoever has the protocol knows it.
 *
 * `pairs`: armKey(task, arm) → the pairs of the arm in any order, each record once in an arm.
 * Throws AppError 'bad-input' if they do not fit the protocol.
 */
export function designTrials(
  protocol: Protocol,
  pairs: ReadonlyMap<string, readonly PairNames[]>,
  secret: Uint8Array,
  readerKey?: string,
): Trial[] {
  const stream = (purpose: string): RandomGenerator =>
    secretStream(secret, readerKey === undefined ? purpose : `${purpose} of reader ${readerKey}`);
  const streams: Streams = { sides: stream('sides'), order: stream('order') };
  const rounds = Array.from({ length: protocol.rounds ?? 1 }, (_, index) => index + 1);
  return rounds
    .flatMap((round) =>
      protocol.tasks.flatMap((task) =>
        blockOf(task, protocol, pairs, streams, round).map((trial) => ({ round, ...trial })),
      ),
    )
    .map((trial, trialIndex) => ({ trialIndex, ...trial }));
}

interface Streams {
  sides: RandomGenerator;
  order: RandomGenerator;
}
type Shown = Omit<Trial, 'trialIndex' | 'round'>;

/** One task in one round, in order. */
function blockOf(
  task: ProtocolTask,
  { options }: Protocol,
  pairs: ReadonlyMap<string, readonly PairNames[]>,
  { sides, order }: Streams,
  round: number,
): Shown[] {
  const of = { taskId: task.id, question: task.question };
  const shown = plannedArms(task).flatMap((arm) => {
    const planned = { key: armKey(task.id, arm.name), ...arm };
    return pairsOfArm(pairs.get(planned.key) ?? [], planned).flatMap((group) => {
      const realSides = balancedSides(group.length, sides);
      return group.map((pair, i): Shown => ({
        ...{ kind: arm.kind, ...of, arm: arm.name, ...pair },
        realSide: realSides[i] as Side,
      }));
    });
  });
  const main = shown.filter(({ kind }) => kind === 'main');
  const mains =
    options.distinctRecords === 'matched' ? recordsApart(main, ({ record }) => record, order) : shuffled(main, order);
  const canSwap = questionOf(task.question).tracings === 2;
  const block = withCatchTrials(
    withRepeats(mains, task.repeats ?? 0, order, (trial) => repeatOf(trial, canSwap)),
    shown.filter(({ kind }) => kind === 'catch'),
    order,
  );
  const practice = balancedSides(round === 1 ? (task.practice ?? 0) : 0, sides).map((realSide, i): Shown => ({
    ...{ kind: 'practice', ...of, arm: PRACTICE_ARM, record: `practice-${i + 1}`, otherRecord: null },
    realSide,
  }));
  return [...practice, ...block];
}

/** The same pair with its sides swapped; a single tracing is the same again. */
const repeatOf = (trial: Shown, canSwap: boolean): Shown => ({
  ...trial,
  kind: 'repeat',
  realSide: canSwap ? (trial.realSide === 1 ? 2 : 1) : trial.realSide,
});
