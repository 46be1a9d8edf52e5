import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { isAttackable } from '../../../src-shared/attacks/outcome.ts';
import type { AttackSummary } from '../../../src-shared/contract/attacks.ts';
import type { PartOutcome } from '../../../src-shared/contract/part-outcome.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { mean } from '../../numeric/sums.ts';
import { proportionOf } from './proportion.ts';

/** A record of a run, as far as the run's numbers need it. */
export interface JudgedRecord {
  originalClass: ClassIndex;
  originallyCorrect: boolean;
  fooled: boolean;
  /** The model still gives the label. */
  stillCorrect: boolean;
  zeroGradient: boolean;
  /** δ reaches into a flat start or end of the record. */
  perturbsPadding: boolean;
  /** Null if the run is older than the control. */
  noiseFooled: boolean | null;
  queries: number | null;
  starts: number | null;
  /** What each attack of several has reached. */
  parts?: PartOutcome[] | null;
}

/** What is known about a run besides its records. */
export interface RunFacts {
  seconds: number;
  options: Pick<AttackOptions, 'target'>;
  /** How many of the records the model was trained on, where that is known. */
  trainedOn?: number | undefined;
}

/** The numbers of a run; `target` in the options says where it led each record. */
export function summariseAttack(
  records: readonly JudgedRecord[],
  { seconds, options, trainedOn }: RunFacts,
): AttackSummary {
  const count = (test: (record: JudgedRecord) => boolean): number => records.filter(test).length;
  const attackable = records.filter((record) => isAttackable(record, options));
  const fooled = attackable.filter((record) => record.fooled).length;
  const withControl = attackable.filter(({ noiseFooled }) => noiseFooled !== null);
  const noiseFooled = withControl.filter((record) => record.noiseFooled === true).length;
  const success = proportionOf(fooled, attackable.length);
  const noise = proportionOf(noiseFooled, withControl.length);
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
    noiseControl: { fooled: noiseFooled, rate: noise.rate, interval: noise.interval, isSeeded: true },
    perturbedPadding: count(({ perturbsPadding }) => perturbsPadding),
    trainedOn,
    queriesPerRecord: mean(attackable.flatMap((record) => record.queries ?? [])),
    startsPerRecord: mean(records.flatMap((record) => record.starts ?? [])),
    ...partsOf(attackable),
  };
}

/** Of an attack that is several in turn, what each of them did to records that could be fooled, in their order. */
function partsOf(attackable: readonly JudgedRecord[]): Pick<AttackSummary, 'parts'> {
  const outcomes = attackable.flatMap(({ parts }) => parts ?? []);
  if (outcomes.length === 0) return {};
  const byAttack = Map.groupBy(outcomes, ({ attack }) => attack);
  return {
    parts: [...byAttack].map(([attack, of]) => ({
      attack,
      tried: of.length,
      fooled: of.filter(({ reached }) => reached).length,
    })),
  };
}
