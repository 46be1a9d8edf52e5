import { z } from 'zod';
import { readSamples } from '../datasets/samples.ts';
import { JOIN_PARTS } from './pair-parts.ts';
import type { ReadableDB } from '../sqlite/connection.ts';
import { prepared } from '../sqlite/prepared.ts';
import { jsonColumn } from '../sqlite/json-column.ts';

const OPTIONS = jsonColumn(z.unknown(), { table: 'attack_runs', column: 'options' });

/** A trial and everything of its pair that a result depends on, as stored; null where the pair has lost a part. */
export interface TrialEvidence {
  id: string;
  position: number;
  round: number;
  kind: string;
  pairId: string;
  task: string;
  question: string;
  arm: string;
  realSide: number;
  upperId: string;
  lowerId: string;
  record: string | null;
  /** The name of its lead. */
  lead: string | null;
  /** Of the original, where it is another one. */
  otherRecord: string | null;
  otherLabel: number | null;
  label: number | null;
  /** Of the made record, in a pair of two records. */
  madeRecord: string | null;
  madeLabel: number | null;
  split: string | null;
  /** Of the record, as a position in the model's list of classes; null where it is the dataset's. */
  exampleLabel: number | null;
  originalClass: number | null;
  adversarialClass: number | null;
  originallyCorrect: number | null;
  fooled: number | null;
  /** Of the attack, as stored. */
  options: unknown;
  modelSha256: string | null;
  /** The metric of the example. */
  linfUv: number | null;
  /** Keys of the two signals. */
  originalKey: string | null;
  attackedKey: string | null;
}

/** The trials that all readers of a study have in common, in order. */
export function listTrialEvidence(db: ReadableDB, studyId: string): TrialEvidence[] {
  return select(db, 'WHERE t.study_id = ? AND t.session_id IS NULL ORDER BY t.position', studyId);
}

export function findTrialEvidence(db: ReadableDB, trialId: string): TrialEvidence | undefined {
  return select(db, 'WHERE t.id = ?', trialId)[0];
}

function select(db: ReadableDB, where: string, value: string): TrialEvidence[] {
  return db
    .prepare<[string], Omit<TrialEvidence, 'options'> & { options: string | null }>(
      `SELECT t.id, t.position, t.round, t.kind, t.pair_id AS pairId, t.task_id AS task, t.question, t.arm, t.real_side AS realSide, t.upper_id AS upperId,
         t.lower_id AS lowerId, r.name AS record, r.lead, o.name AS otherRecord, o.label AS otherLabel, r.label, g.name AS madeRecord, g.label AS madeLabel, r.split, e.label AS exampleLabel, e.original_class AS originalClass,
         e.adversarial_class AS adversarialClass, e.originally_correct AS originallyCorrect, e.fooled, a.options,
         a.model_sha256 AS modelSha256, e.metrics ->> 'linfUv' AS linfUv, coalesce(o.sha256, r.sha256) AS originalKey, coalesce(e.sha256, g.sha256) AS attackedKey
       FROM trials t ${JOIN_PARTS}
         LEFT JOIN attack_runs a ON a.id = e.run_id
       ${where}`,
    )
    .all(value)
    .map((row) => ({ ...row, options: row.options === null ? null : OPTIONS.read(row.options, `of trial ${row.id}`) }));
}

/** The signal that is stored under this hash, whether or not it has it. */
export function getSignal(
  db: ReadableDB,
  sha256: string,
): { samples: Int16Array; samplingHz: number; unitsPerMv: number } | undefined {
  const row = prepared<[string], { samplingHz: number; unitsPerMv: number }>(
    db,
    'SELECT sampling_hz AS samplingHz, units_per_mv AS unitsPerMv FROM signals WHERE sha256 = ?',
  ).get(sha256);
  return row && { ...row, samples: readSamples(db, sha256) };
}
