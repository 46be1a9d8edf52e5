import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { isFooled } from '../../../src-shared/attacks/outcome.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { Classifier } from '../../ml/network/classifier.ts';
import { predictRecords, type PredictHooks } from '../../ml/network/predict.ts';
import { classOf } from '../../numeric/logits.ts';
import type { ValidRange } from '../objective/batch.ts';
import type { RandomGenerator } from '../../numeric/random.ts';
import { quantise, type Budget } from '../objective/quantise.ts';
import { randomDirection } from './random-direction.ts';
import { recordRandom, seededByRecord } from '../../numeric/record-random.ts';

export interface Attacked {
  /** x, ADC units. */
  original: Int16Array;
  /** x′ as judged, of the same length. */
  adversarial: Int16Array;
  originalClass: ClassIndex;
  /** The class that the attack led to, or null if it only led away. */
  target: ClassIndex | null;
  valid?: ValidRange | undefined;
}

/** What is drawn depends on these and on the record; `record`: on the record alone, as in runs made before 'isSeeded'. */
export type ControlDraws = Pick<AttackOptions, 'seed' | 'method'> | 'record';

/** Sets these draws apart from all others. */
const PURPOSE = 0x6e6f6973;

/**
 * Whether a random direction of δ's size and spectrum also fools the model, quantised and judged as x′ was: one for
 * each record, the same together with whatever it is attacked. One forward pass per record. Where δ is 0, so is the
 * noise.
 */
export async function judgeNoise(
  classifier: Classifier,
  attacked: readonly Attacked[],
  budget: Budget,
  draws: ControlDraws,
  hooks: PredictHooks = {},
): Promise<boolean[]> {
  const noisy = noiseSignals(attacked, budget, draws);
  const logits = await predictRecords((x) => classifier.logits(x), noisy, hooks);
  return attacked.map(({ originalClass, target }, i) =>
    isFooled(originalClass, classOf(logits[i] as Float32Array), target),
  );
}

/** The signals of the control, as they are judged. */
export function noiseSignals(
  attacked: readonly Pick<Attacked, 'original' | 'adversarial' | 'valid'>[],
  budget: Budget,
  draws: ControlDraws,
): Int16Array[] {
  return attacked.map(({ original, adversarial, valid = { start: 0, end: original.length } }) => {
    const delta = Float32Array.from(adversarial.subarray(valid.start, valid.end), (value, i) => {
      return value - (original[valid.start + i] as number);
    });
    const noise = randomDirection(delta, budget.epsilonUnits, controlRandom(Float32Array.from(original), draws));
    const signal = Float32Array.from(original);
    noise.forEach((value, i) => (signal[valid.start + i] = (signal[valid.start + i] as number) + value));
    return quantise(original, signal, budget, valid);
  });
}

function controlRandom(x: Float32Array, draws: ControlDraws): RandomGenerator {
  if (draws === 'record') return recordRandom(PURPOSE, x);
  return seededByRecord(draws.seed, x, PURPOSE, ...Buffer.from(draws.method));
}
