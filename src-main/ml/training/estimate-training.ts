import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { TrainOptions } from '../../../src-shared/models/train-options.ts';
import { adamStep, newAdamState } from './adamw.ts';
import { openEngine } from '../engine/engine.ts';
import { STATISTICS_BATCHES, stepsPerEpoch } from './epoch-batches.ts';
import { parseGraph } from '../network/graph.ts';
import { learningHeads } from '../network/heads.ts';
import { flatten, layoutOf } from '../network/parameters.ts';
import { between, generatorFor } from '../../numeric/random.ts';
import { sum } from '../../numeric/sums.ts';
import { initialModel } from './start-from.ts';
import { trainingBytes } from './training-memory.ts';
import { lossAndGradient } from './train-step.ts';

export interface TrainingEstimate {
  /** Seconds for all epochs if it does not end early, and for one. */
  seconds: number;
  secondsPerEpoch: number;
  stepsPerEpoch: number;
  /** Records in the timed step, and how long it took, seconds. */
  timedRecords: number;
  timedSeconds: number;
  /** Peak memory, bytes. */
  bytes: number;
}

/** Records in a first step; a larger step is timed only if this one was quick. */
const FEW = 1;
const MORE = 8;
const QUICK_SECONDS = 1.5;
/** A first step that took no longer is timed again, warm. */
const PATIENCE_SECONDS = 10;
/** Cost of a forward pass relative to a forward pass with its gradients. */
const FORWARD_SHARE = 1 / 3;

/**
 * Roughly how long a training will take on this machine, from one step: the real network and the real length of
 * signals, but fewer records, in one process. An epoch consists of its steps, the batches that batch norm is measured
 * on, and the validation records. Takes seconds, or half a minute for han2020 at full width.
 */
export async function estimateTraining(
  options: TrainOptions,
  labels: readonly ClassIndex[],
  validationRecords: number,
  processes: number,
): Promise<TrainingEstimate> {
  await openEngine();
  const model = initialModel(options);
  const graph = parseGraph(model.topology);
  const layout = layoutOf(model.weights);
  const heads = learningHeads(graph, model.weights);
  const flat = flatten(layout, model.weights);
  const adam = newAdamState(layout.size);
  const samples = Math.round(sum(options.cropSamples) / options.cropSamples.length);
  const secondsOf = async (records: number): Promise<number> => {
    const random = generatorFor(options.seed, 6);
    const x = Float32Array.from({ length: records * samples }, () => between(random, -200, 200));
    const batch = { x, labels: Array.from({ length: records }, (_, i) => i % options.classCopies.length) };
    const startedAt = performance.now();
    const { gradient } = await lossAndGradient(heads, flat, batch, options, () => random);
    adamStep(flat, gradient, layout.decays, adam, { learningRate: 0, weightDecay: 0, beta1: 0.9, beta2: 0.999 });
    return (performance.now() - startedAt) / 1000;
  };
  let timedRecords = Math.min(FEW, options.batchSize);
  let timedSeconds = await secondsOf(timedRecords);
  // The first step of a shape takes several times as long, on a busy machine fifty times: the engine prepares its kernels.
  if (timedSeconds < PATIENCE_SECONDS) timedSeconds = Math.min(timedSeconds, await secondsOf(timedRecords));
  if (timedSeconds < QUICK_SECONDS) {
    timedRecords = Math.min(MORE, options.batchSize);
    timedSeconds = Math.min(await secondsOf(timedRecords), await secondsOf(timedRecords));
  }
  const steps = stepsPerEpoch(
    labels.map((label) => ({ label })),
    options,
  );
  const statistics = Math.min(STATISTICS_BATCHES, Math.ceil(labels.length / options.batchSize)) * options.batchSize;
  const forwards = FORWARD_SHARE * (statistics + validationRecords);
  // The heads are divided among processes; the one with the most heads takes longest.
  const share = Math.ceil(heads.length / processes) / heads.length;
  const secondsPerEpoch = (timedSeconds / timedRecords) * (share * steps * options.batchSize + forwards);
  return {
    seconds: options.epochs * secondsPerEpoch,
    secondsPerEpoch,
    stepsPerEpoch: steps,
    timedRecords,
    timedSeconds,
    bytes: trainingBytes(graph, model, options),
  };
}
