import type { PerturbationMetrics } from '../../../src-shared/contract/attacks.ts';
import type { PartOutcome } from '../../../src-shared/contract/part-outcome.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { ReadableDB } from '../sqlite/connection.ts';
import { EXAMPLE_COLUMNS, EXAMPLE_LABEL } from './example-columns.ts';

/** The outcome of a record in a run, without the signal. */
export interface ExampleOutcome {
  id: number;
  record: string;
  /** The lead that was attacked; null where that was not kept. */
  lead: string | null;
  label: ClassIndex;
  originalClass: ClassIndex;
  adversarialClass: ClassIndex;
  originallyCorrect: boolean;
  fooled: boolean;
  /** Whether a random direction of δ's size and spectrum also fools the model; null if it was not tried. */
  noiseFooled: boolean | null;
  /** The start that was kept, from 1; null for a black box, and in examples made before it was stored. */
  keptStart: number | null;
  /** What each attack of several has reached; null for an attack that is one. */
  parts: PartOutcome[] | null;
  /** Hash of the attacked signal. */
  sha256: string;
  probabilitiesBefore: number[];
  probabilitiesAfter: number[];
  metrics: PerturbationMetrics;
}

type Raw = Omit<
  ExampleOutcome,
  'originallyCorrect' | 'fooled' | 'noiseFooled' | 'probabilitiesBefore' | 'probabilitiesAfter' | 'metrics' | 'parts'
> & {
  originallyCorrect: 0 | 1;
  fooled: 0 | 1;
  noiseFooled: 0 | 1 | null;
  probabilitiesBefore: string;
  probabilitiesAfter: string;
  metrics: string;
  parts: string | null;
};

/** The outcomes of all records of a run, in the order of their names. */
export function listOutcomes(db: ReadableDB, runId: string): ExampleOutcome[] {
  return db
    .prepare<[string], Raw>(
      `SELECT e.id, r.name AS record, r.lead, ${EXAMPLE_LABEL} AS label, e.original_class AS originalClass, e.adversarial_class AS adversarialClass,
         e.originally_correct AS originallyCorrect, e.fooled, e.noise_fooled AS noiseFooled, e.sha256, e.kept_start AS keptStart, e.probabilities_before AS probabilitiesBefore,
         e.probabilities_after AS probabilitiesAfter, e.metrics, e.parts
       FROM examples e JOIN records r ON r.id = e.record_id WHERE e.run_id = ? ORDER BY r.name`,
    )
    .all(runId)
    .map((row) => ({
      ...row,
      originallyCorrect: row.originallyCorrect === 1,
      fooled: row.fooled === 1,
      noiseFooled: row.noiseFooled === null ? null : row.noiseFooled === 1,
      probabilitiesBefore: EXAMPLE_COLUMNS.probabilitiesBefore.read(row.probabilitiesBefore, row.id),
      probabilitiesAfter: EXAMPLE_COLUMNS.probabilitiesAfter.read(row.probabilitiesAfter, row.id),
      metrics: EXAMPLE_COLUMNS.metrics.read(row.metrics, row.id),
      parts: row.parts === null ? null : EXAMPLE_COLUMNS.parts.read(row.parts, row.id),
    }));
}
