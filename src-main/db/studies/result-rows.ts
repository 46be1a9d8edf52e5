import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { questionOf, type QuestionId } from '../../../src-shared/questions/index.ts';
import type { Side } from '../../../src-shared/questions/side.ts';
import { RUN_OPTIONS } from '../attacks/attack-runs.ts';
import type { TrialKind } from '../../../src-shared/study/trial-kind.ts';
import type { ReadableDB } from '../sqlite/connection.ts';

/** A trial with all that a result table says about its pair, without the tracings. */
export interface TrialFacts {
  id: string;
  /** From 0. */
  position: number;
  /** Null where all readers have it in common. */
  sessionId: string | null;
  pairId: string;
  round: number;
  kind: TrialKind;
  taskId: string;
  question: QuestionId;
  arm: string;
  realSide: Side;
  /** Name. */
  dataset: string;
  record: string;
  label: ClassIndex;
  /** The record of the original, where it is another one, and its label. */
  otherRecord: string | null;
  otherLabel: ClassIndex | null;
  originalClass: ClassIndex;
  adversarialClass: ClassIndex;
  options: AttackOptions;
  unitsPerMv: number;
  linfUv: number;
  samplingHz: number;
  /** Name. */
  model: string;
  modelSha256: string;
}

/** Trial id → its facts, for every trial of the study and of its sessions whose pair still exists; practice has none. */
export function trialFacts(db: ReadableDB, studyId: string): Map<string, TrialFacts> {
  const rows = db
    .prepare<[string], Omit<TrialFacts, 'question' | 'options'> & { question: string; options: string; runId: string }>(
      `SELECT t.id, t.position, t.session_id AS sessionId, t.pair_id AS pairId, t.round, t.kind, t.task_id AS taskId, t.question, t.arm, t.real_side AS realSide, r.name AS record, r.label,
         o.name AS otherRecord, o.label AS otherLabel,
         e.original_class AS originalClass, e.adversarial_class AS adversarialClass, a.id AS runId, a.options,
         d.name AS dataset, m.name AS model, s.units_per_mv AS unitsPerMv, e.metrics ->> 'linfUv' AS linfUv,
         s.sampling_hz AS samplingHz, a.model_sha256 AS modelSha256
       FROM trials t
         JOIN examples e ON e.id = t.example_id
         JOIN attack_runs a ON a.id = e.run_id
         JOIN models m ON m.id = a.model_id
         JOIN records r ON r.id = e.record_id
         LEFT JOIN records o ON o.id = t.other_record_id
         JOIN datasets d ON d.id = r.dataset_id
         JOIN signals s ON s.sha256 = r.sha256
       WHERE t.study_id = ?`,
    )
    .all(studyId);
  const optionsOf = new Map<string, AttackOptions>();
  for (const { runId, options } of rows)
    if (!optionsOf.has(runId)) optionsOf.set(runId, RUN_OPTIONS.read(options, runId));
  return new Map(
    rows.map(({ runId, ...row }) => [
      row.id,
      { ...row, question: questionOf(row.question).id, options: optionsOf.get(runId)! },
    ]),
  );
}
