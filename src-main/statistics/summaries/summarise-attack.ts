import { targetOf, type AttackOptions } from '../../../src-shared/attacks/attack-options.ts';
import type { AttackSummary } from '../../../src-shared/contract/attacks.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { wilson } from '../wilson.ts';

/** What the numbers of a run are made of. */
export interface JudgedRecord {
  originalClass: ClassIndex;
  originallyCorrect: boolean;
  fooled: boolean;
  /** The model still gives the label. */
  stillCorrect: boolean;
  zeroGradient: boolean;
  /** δ reaches into a flat start or end of the record. */
  perturbsPadding: boolean;
  /** Null where the run is older than the control. */
  noiseFooled: boolean | null;
  queries: number | null;
  starts: number | null;
}

/** What is known of a run beside its records. */
export interface RunFacts {
  seconds: number;
  options: Pick<AttackOptions, 'target'>;
  /** How many of the records the model was trained on, where that is known. */
  trainedOn?: number | undefined;
}

/** The numbers of a run; the options' `target` says where it led each record. */
export function summariseAttack(
  records: readonly JudgedRecord[],
  { seconds, options, trainedOn }: RunFacts,
): AttackSummary {
  const count = (test: (record: JudgedRecord) => boolean): number => records.filter(test).length;
  // A record that had the target's class before cannot be led there: it is not in the rate.
  const attackable = records.filter(
    ({ originallyCorrect, originalClass }) => originallyCorrect && originalClass !== targetOf(options, originalClass),
  );
  const fooled = attackable.filter((record) => record.fooled).length;
  const withControl = attackable.filter(({ noiseFooled }) => noiseFooled !== null);
  const noiseFooled = withControl.filter((record) => record.noiseFooled === true).length;
  const mean = (values: number[]): number | null =>
    values.length > 0 ? values.reduce((sum, n) => sum + n, 0) / values.length : null;
  const success = shareOf(fooled, attackable.length);
  return {
    records: records.length,
    originallyCorrect: count(({ originallyCorrect }) => originallyCorrect),
    attackable: attackable.length,
    fooled,
    asr: success.rate,
    asrInterval: success.interval,
    accuracyUnderAttack: count(({ stillCorrect }) => stillCorrect) / records.length,
    zeroGradient: count(({ zeroGradient }) => zeroGradient),
    secondsPerRecord: seconds / records.length,
    noiseControl: { fooled: noiseFooled, ...shareOf(noiseFooled, withControl.length) },
    perturbedPadding: count(({ perturbsPadding }) => perturbsPadding),
    trainedOn,
    queriesPerRecord: mean(records.flatMap((record) => record.queries ?? [])),
    startsPerRecord: mean(records.flatMap((record) => record.starts ?? [])),
  };
}

/** With Wilson's 95 % interval; null of nothing. */
function shareOf(count: number, of: number): { rate: number | null; interval: [number, number] | null } {
  if (of === 0) return { rate: null, interval: null };
  const { low, high } = wilson(count, of);
  return { rate: count / of, interval: [low, high] };
}
