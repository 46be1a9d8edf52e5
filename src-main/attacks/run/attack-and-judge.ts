import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { targetOf } from '../../../src-shared/attacks/options.ts';
import type { PartOutcome } from '../../../src-shared/contract/part-outcome.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { Classifier } from '../../ml/network/classifier.ts';
import type { AttackHooks } from '../methods/parts/attack-result.ts';
import { judgeExamples, type JudgedExample } from '../outcome/judge.ts';
import { judgeNoise, type ControlDraws } from '../outcome/noise-control.ts';
import { attackBatch } from './attack-batch.ts';

/** A record to be attacked. */
export interface AttackableRecord {
  /** x (n,), ADC units; all of a batch have one length. */
  samples: Int16Array;
  label: ClassIndex;
  samplingHz?: number;
}

/** The outcome of a record. */
export interface AttackedRecord extends JudgedExample {
  /** The control: a random direction of δ's size and spectrum also fools the model. */
  noiseFooled: boolean;
  /** At some step the gradient was 0 everywhere, so that the attack stalled. */
  zeroGradient: boolean;
  /** Forward passes that a black-box attack took; null for other attacks. */
  queries: number | null;
  /** How often it was attacked, each time from another start, and which of them was kept, from 1; null for a black box. */
  starts: number | null;
  keptStart: number | null;
  /** What each attack of several has reached; null for an attack that is one. */
  parts: PartOutcome[] | null;
}

/**
 * The whole pipeline for a batch of records, in order: attacked, quantised as stored, judged, and compared with noise
 * of the same size and spectrum, which is drawn as `control` says; `pattern`: of a universal attack. Throws as `attackBatch` and `judgeExamples` do.
 */
export async function attackAndJudge(
  classifier: Classifier,
  records: readonly AttackableRecord[],
  options: AttackOptions,
  hooks: AttackHooks = {},
  control: ControlDraws = options,
  pattern?: Float64Array,
): Promise<AttackedRecord[]> {
  const { signal } = hooks;
  const batch = {
    x: records.map(({ samples }) => Float32Array.from(samples)),
    labels: records.map(({ label }) => label),
    samplingHz: records[0]?.samplingHz,
    pattern,
  };
  const attacked = await attackBatch(classifier, batch, options, hooks);
  const candidates = records.map(({ samples, label }, i) => ({
    original: samples,
    adversarial: attacked.adversarial[i] as Float32Array,
    label,
    target: targetOf(options, label),
  }));
  const judged = await judgeExamples(classifier, candidates, options, { signal });
  const noiseFooled = await judgeNoise(
    classifier,
    judged.map(({ samplesAdversarial, originalClass }, i) => {
      const { samples, label } = records[i] as AttackableRecord;
      return { original: samples, adversarial: samplesAdversarial, originalClass, target: targetOf(options, label) };
    }),
    options,
    control,
    { signal },
  );
  return judged.map((example, i) => ({
    ...example,
    noiseFooled: noiseFooled[i] === true,
    zeroGradient: (attacked.zeroGradientSteps[i] ?? 0) > 0,
    queries: attacked.queries?.[i] ?? null,
    starts: attacked.starts?.[i] ?? null,
    keptStart: attacked.keptStart?.[i] ?? null,
    parts: attacked.parts?.[i] ?? null,
  }));
}
