import { isFooled } from '../../../src-shared/attacks/outcome.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { Classifier } from '../../ml/network/classifier.ts';
import { predictRecords, type PredictHooks } from '../../ml/network/predict.ts';
import { classOf, softmax } from '../../numeric/logits.ts';
import type { ValidRange } from '../objective/batch.ts';
import { finiteLogits } from './finite-logits.ts';
import { quantise, type Budget } from '../objective/quantise.ts';

export interface Candidate {
  /** x, ADC units, at the length at which the classifier is to see it. */
  original: Int16Array;
  /** x′ as the attack left it, of the same length. */
  adversarial: Float32Array;
  label: ClassIndex;
  /** The class that the attack led to, or null if it only led away. */
  target: ClassIndex | null;
  valid?: ValidRange | undefined;
}

export interface JudgedExample {
  /** Index in the list of candidates. */
  index: number;
  samplesAdversarial: Int16Array;
  originalClass: ClassIndex;
  adversarialClass: ClassIndex;
  /** Softmax of the logits, one value per class. */
  probabilitiesBefore: number[];
  probabilitiesAfter: number[];
  originallyCorrect: boolean;
  /** See isFooled. */
  fooled: boolean;
}

/** Quantises each x′ to the record's grid and classifies what will be stored, beside x: what is saved is judged. */
export async function judgeExamples(
  classifier: Classifier,
  candidates: readonly Candidate[],
  budget: Budget,
  hooks: PredictHooks = {},
): Promise<JudgedExample[]> {
  const originals = candidates.map(({ original }) => original);
  const saved = candidates.map((c) => quantise(c.original, c.adversarial, budget, c.valid));
  const logits = await predictRecords((x) => classifier.logits(x), [...originals, ...saved], hooks);
  return candidates.map(({ label, target }, index) => {
    const before = finiteLogits(logits[index]!, index);
    const after = finiteLogits(logits[candidates.length + index]!, index);
    const originalClass = classOf(before);
    const adversarialClass = classOf(after);
    return {
      index,
      samplesAdversarial: saved[index]!,
      originalClass,
      adversarialClass,
      probabilitiesBefore: softmax(before),
      probabilitiesAfter: softmax(after),
      originallyCorrect: originalClass === label,
      fooled: isFooled(originalClass, adversarialClass, target),
    };
  });
}
