import type { RecordId } from '../../../src-shared/record-id.ts';
import { DEVICE_STAGES } from '../../../src-shared/analyses/device.ts';
import { DEVICE_STEPS } from '../../../src-shared/attacks/device-steps.ts';
import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { targetOf } from '../../../src-shared/attacks/options.ts';
import { isFooled } from '../../../src-shared/attacks/outcome.ts';
import { drawDevice } from '../../attacks/device/chain.ts';
import { idOf, readRecordPack } from '../../ecg/dataset/record-pack.ts';
import { seededByRecord } from '../../numeric/record-random.ts';
import type { TaskContext } from './context.ts';
import { classesOf, withClassifier } from './with-classifier.ts';

export interface DeviceInput {
  /** The records and, in the same order, their examples, which fool the model. */
  originalsPath: string;
  examplesPath: string;
  modelFolder: string;
  options: Pick<AttackOptions, 'target'>;
  draws: number;
  seed: number;
}

export interface DeviceOutput {
  engine: string;
  /** By stage: after how many devices the example fools, and the record is still right. */
  examples: { id: RecordId; stages: { fooling: number; correct: number }[] }[];
}

/** Classifies records and examples of a pack after drawn devices, the same for both. */
export function deviceTask(input: DeviceInput, { signal, progress }: TaskContext): Promise<DeviceOutput> {
  const { draws, seed } = input;
  return withClassifier(input.modelFolder, async (classifier, engine) => {
    const originals = [...readRecordPack(input.originalsPath)];
    const attacked = [...readRecordPack(input.examplesPath)];
    const examples: DeviceOutput['examples'] = [];
    for (const [i, record] of originals.entries()) {
      const { label, samplingHz } = record;
      const x = Float64Array.from(record.samples);
      const adversarial = Float64Array.from(attacked[i]!.samples);
      const devices = DEVICE_STAGES.flatMap((stage, at) =>
        Array.from({ length: draws }, (_, draw) => {
          const random = seededByRecord(seed, Float32Array.from(x), at, draw);
          return drawDevice(random, samplingHz, stage === 'all' ? DEVICE_STEPS : [stage]);
        }),
      );
      const signals = devices.flatMap((device) => [device.apply(x), device.apply(adversarial)]);
      const classes = await classesOf(classifier, signals.map(stored), { signal });
      const target = targetOf(input.options, label);
      const stages = DEVICE_STAGES.map((_, at) => {
        const own = Array.from({ length: draws }, (__, draw) => 2 * (at * draws + draw));
        return {
          fooling: own.filter((first) => isFooled(label, classes[first + 1]!, target)).length,
          correct: own.filter((first) => classes[first] === label).length,
        };
      });
      examples.push({ id: idOf(record), stages });
      progress({
        ...{ done: i + 1, total: originals.length, unit: 'examples' },
        message: `${i + 1} of ${originals.length} examples sent through ${draws} devices of each step`,
      });
    }
    return { engine, examples };
  });
}

/** In whole units, as a device gives it away. */
function stored(signal: Float64Array): Int16Array {
  return Int16Array.from(signal, (value) => Math.min(32767, Math.max(-32768, Math.round(value))));
}
