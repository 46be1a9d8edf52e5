import { codesOf } from '../../../src-shared/class-list.ts';
import type { RecordId } from '../../../src-shared/record-id.ts';
import type { PerturbationMetrics } from '../../../src-shared/contract/attacks.ts';
import type { PartOutcome } from '../../../src-shared/contract/part-outcome.ts';
import type { ClassIndex, Split } from '../../../src-shared/ecg.ts';
import { classesOfDataset } from '../datasets/datasets.ts';
import { readSamples } from '../datasets/samples.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { EXAMPLE_COLUMNS, EXAMPLE_LABEL } from './example-columns.ts';

export interface NewExample {
  runId: string;
  recordId: RecordId;
  /** The record's class, as the other two a position in the list of the run's model. */
  label: ClassIndex;
  originalClass: ClassIndex;
  adversarialClass: ClassIndex;
  originallyCorrect: boolean;
  fooled: boolean;
  zeroGradient: boolean;
  probabilitiesBefore: number[];
  probabilitiesAfter: number[];
  metrics: PerturbationMetrics;
  /** Whether a random direction of δ's size and spectrum also fools the model; null if it was not tried. */
  noiseFooled: boolean | null;
  /** Forward passes that a black-box attack took; null for other attacks. */
  queries: number | null;
  /**
   * How often the record was attacked, each time from another start, and which of them was kept, from 1; null for a
   * black box, and in examples made before it was stored.
   */
  starts: number | null;
  keptStart: number | null;
  /** What each attack of several has reached; null for an attack that is one. */
  parts?: PartOutcome[] | null;
  /** Hash of the signal that was judged, which is stored already. */
  sha256: string;
}

export interface StoredExample extends NewExample {
  id: number;
  record: string;
  /** The signal that was judged, ADC units. */
  samples: Int16Array;
}

interface RawExample {
  id: number;
  runId: string;
  recordId: RecordId;
  record: string;
  label: ClassIndex;
  originalClass: ClassIndex;
  adversarialClass: ClassIndex;
  originallyCorrect: 0 | 1;
  fooled: 0 | 1;
  zeroGradient: 0 | 1;
  probabilitiesBefore: string;
  probabilitiesAfter: string;
  metrics: string;
  noiseFooled: 0 | 1 | null;
  queries: number | null;
  starts: number | null;
  keptStart: number | null;
  parts: string | null;
  sha256: string;
}

const COLUMNS = `e.id, e.run_id AS runId, e.record_id AS recordId, r.name AS record, ${EXAMPLE_LABEL} AS label, e.original_class AS originalClass,
  e.adversarial_class AS adversarialClass, e.originally_correct AS originallyCorrect, e.fooled,
  e.zero_gradient AS zeroGradient, e.probabilities_before AS probabilitiesBefore,
  e.probabilities_after AS probabilitiesAfter, e.metrics, e.noise_fooled AS noiseFooled, e.queries,
  e.starts, e.kept_start AS keptStart, e.parts, e.sha256`;
const FROM = 'FROM examples e JOIN records r ON r.id = e.record_id';

export function insertExamples(db: WritableDB, examples: readonly NewExample[]): void {
  const insert = db.prepare(
    `INSERT INTO examples (run_id, record_id, label, original_class, adversarial_class, originally_correct, fooled, zero_gradient,
       probabilities_before, probabilities_after, metrics, noise_fooled, queries, starts, kept_start,
       parts, sha256)
     VALUES (@runId, @recordId, @label, @originalClass, @adversarialClass, @originallyCorrect, @fooled, @zeroGradient,
       @probabilitiesBefore, @probabilitiesAfter, @metrics, @noiseFooled, @queries, @starts, @keptStart,
       @parts, @sha256)`,
  );
  for (const example of examples) {
    insert.run({
      ...example,
      originallyCorrect: Number(example.originallyCorrect),
      fooled: Number(example.fooled),
      zeroGradient: Number(example.zeroGradient),
      probabilitiesBefore: EXAMPLE_COLUMNS.probabilitiesBefore.write(example.probabilitiesBefore),
      probabilitiesAfter: EXAMPLE_COLUMNS.probabilitiesAfter.write(example.probabilitiesAfter),
      metrics: EXAMPLE_COLUMNS.metrics.write(example.metrics),
      noiseFooled: example.noiseFooled === null ? null : Number(example.noiseFooled),
      parts: example.parts ? EXAMPLE_COLUMNS.parts.write(example.parts) : null,
    });
  }
}

/** A run's examples by the names of their records, without the signals. */
export function listExamples(
  db: ReadableDB,
  runId: string,
): Pick<StoredExample, 'id' | 'recordId' | 'originalClass' | 'adversarialClass'>[] {
  return db
    .prepare<[string], Pick<StoredExample, 'id' | 'recordId' | 'originalClass' | 'adversarialClass'>>(
      `SELECT e.id, e.record_id AS recordId, e.original_class AS originalClass, e.adversarial_class AS adversarialClass
       ${FROM} WHERE e.run_id = ? ORDER BY r.name`,
    )
    .all(runId);
}

export function getExample(db: ReadableDB, id: number): StoredExample | undefined {
  return getExamplePiece(db, id);
}

/** An example with `count` of its samples from the given one on, fewer at its end. */
export function getExamplePiece(db: ReadableDB, id: number, from?: number, count?: number): StoredExample | undefined {
  const row = db.prepare<[number], RawExample>(`SELECT ${COLUMNS} ${FROM} WHERE e.id = ?`).get(id);
  return row && { ...parse(row), samples: readSamples(db, row.sha256, from, count) };
}

/** An example, as far as the choice of a study's pairs needs it. */
export interface CandidateExample {
  /** The example's id, as text. */
  stimulusId: string;
  recordId: RecordId;
  record: string;
  /** Code of its class; the classes before and after are positions in the list of the model. */
  label: string;
  split: Split;
  durationMs: number;
  samplingHz: number;
  originalClass: ClassIndex;
  adversarialClass: ClassIndex;
  originallyCorrect: boolean;
  fooled: boolean;
  /** Size of the perturbation, µV. */
  linfUv: number;
  rmsUv: number;
}

export function listCandidates(db: ReadableDB, runId: string): CandidateExample[] {
  type Raw = Omit<CandidateExample, 'originallyCorrect' | 'fooled' | 'label'> & {
    label: ClassIndex;
    originallyCorrect: 0 | 1;
    fooled: 0 | 1;
  };
  const datasetId = db.prepare<[string], string>('SELECT dataset_id FROM attack_runs WHERE id = ?').pluck().get(runId);
  const codes = datasetId === undefined ? [] : codesOf(classesOfDataset(db, datasetId));
  return db
    .prepare<[string], Raw>(
      `SELECT CAST(e.id AS TEXT) AS stimulusId, r.id AS recordId, r.name AS record, r.label, r.split,
         1000 * s.sample_count / s.sampling_hz AS durationMs,
         s.sampling_hz AS samplingHz, e.original_class AS originalClass,
         e.adversarial_class AS adversarialClass, e.originally_correct AS originallyCorrect, e.fooled,
         e.metrics ->> 'linfUv' AS linfUv, e.metrics ->> 'rmsUv' AS rmsUv
       ${FROM} JOIN signals s ON s.sha256 = r.sha256 WHERE e.run_id = ? ORDER BY r.name`,
    )
    .all(runId)
    .map((row) => ({
      ...row,
      label: codes[row.label] ?? '',
      originallyCorrect: row.originallyCorrect === 1,
      fooled: row.fooled === 1,
    }));
}

function parse(row: RawExample): Omit<StoredExample, 'samples'> {
  return {
    ...row,
    originallyCorrect: row.originallyCorrect === 1,
    fooled: row.fooled === 1,
    zeroGradient: row.zeroGradient === 1,
    probabilitiesBefore: EXAMPLE_COLUMNS.probabilitiesBefore.read(row.probabilitiesBefore, row.id),
    probabilitiesAfter: EXAMPLE_COLUMNS.probabilitiesAfter.read(row.probabilitiesAfter, row.id),
    metrics: EXAMPLE_COLUMNS.metrics.read(row.metrics, row.id),
    noiseFooled: row.noiseFooled === null ? null : row.noiseFooled === 1,
    parts: row.parts === null ? null : EXAMPLE_COLUMNS.parts.read(row.parts, row.id),
  };
}
