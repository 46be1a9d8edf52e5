import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { targetOf } from '../../../src-shared/attacks/options.ts';
import { classesOfCard, codesOf } from '../../../src-shared/class-list.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { questionOf, type QuestionId } from '../../../src-shared/questions/index.ts';
import type { Side } from '../../../src-shared/questions/side.ts';
import { RUN_OPTIONS } from '../attacks/attack-runs.ts';
import type { TrialKind } from '../../../src-shared/study/trial-kind.ts';
import { classesOfDataset } from '../datasets/datasets.ts';
import { getModel } from '../models/models.ts';
import { JOIN_PARTS } from './pair-parts.ts';
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
  lead: string | null;
  recordSha256: string;
  /** Its code in the dataset's list of classes. */
  label: string;
  /** The record of the original, where it is another one, and its label. */
  otherRecord: string | null;
  otherLabel: string | null;
  /** What stands beside the record, where no attack made it of it: its dataset's name, its name and its label. */
  madeDataset: string | null;
  madeRecord: string | null;
  madeLabel: string | null;
  /** What an attack made has all of these, classes by their codes; what comes from elsewhere, none. */
  originalClass: string | null;
  adversarialClass: string | null;
  /** The class that it was led to; null as well where it was only led away from its label. */
  target: string | null;
  options: AttackOptions | null;
  linfUv: number | null;
  /** Name. */
  model: string | null;
  modelSha256: string | null;
  unitsPerMv: number;
  samplingHz: number;
}

type Coded = 'label' | 'otherLabel' | 'madeLabel' | 'originalClass' | 'adversarialClass';

interface RawTrial
  extends
    Omit<TrialFacts, Coded | 'question' | 'options' | 'target'>,
    Record<Exclude<Coded, 'label'>, ClassIndex | null> {
  label: ClassIndex;
  /** The label in the list of the model; null where it has none of its own. */
  exampleLabel: ClassIndex | null;
  question: string;
  options: string | null;
  runId: string | null;
  modelId: string | null;
  datasetId: string;
  otherDatasetId: string | null;
  madeDatasetId: string | null;
}

/** Trial id → its facts, for every trial of the study and of its sessions whose pair still exists; practice has none. */
export function trialFacts(db: ReadableDB, studyId: string): Map<string, TrialFacts> {
  const rows = db
    .prepare<[string], RawTrial>(
      `SELECT t.id, t.position, t.session_id AS sessionId, t.pair_id AS pairId, t.round, t.kind, t.task_id AS taskId, t.question, t.arm, t.real_side AS realSide, r.name AS record, r.lead, r.sha256 AS recordSha256, r.label,
         o.name AS otherRecord, o.label AS otherLabel, h.name AS madeDataset, g.name AS madeRecord, g.label AS madeLabel,
         e.original_class AS originalClass, e.adversarial_class AS adversarialClass, a.id AS runId, a.options,
         d.name AS dataset, m.name AS model, s.units_per_mv AS unitsPerMv, e.metrics ->> 'linfUv' AS linfUv,
         s.sampling_hz AS samplingHz, a.model_sha256 AS modelSha256, e.label AS exampleLabel, m.id AS modelId,
         d.id AS datasetId, o.dataset_id AS otherDatasetId, h.id AS madeDatasetId
       FROM trials t ${JOIN_PARTS}
         LEFT JOIN attack_runs a ON a.id = e.run_id
         LEFT JOIN models m ON m.id = a.model_id
         LEFT JOIN datasets h ON h.id = g.dataset_id
         JOIN datasets d ON d.id = r.dataset_id
         JOIN signals s ON s.sha256 = r.sha256
       WHERE t.study_id = ? AND (m.id IS NOT NULL OR h.id IS NOT NULL)`,
    )
    .all(studyId);
  const codesOfDataset = remembered((id) => codesOf(classesOfDataset(db, id)));
  const codesOfModel = remembered((id) => codesOf(classesOfCard(getModel(db, id)?.card ?? {})));
  const optionsOf = new Map<string, AttackOptions>();
  for (const { runId, options } of rows)
    if (runId !== null && options !== null && !optionsOf.has(runId))
      optionsOf.set(runId, RUN_OPTIONS.read(options, runId));
  return new Map(
    rows.map(({ runId, modelId, datasetId, otherDatasetId, madeDatasetId, exampleLabel, ...row }) => {
      const options = (runId === null ? null : optionsOf.get(runId)) ?? null;
      const codeOf = (codes: (id: string) => string[], id: string | null, index: ClassIndex | null): string | null =>
        id === null || index === null ? null : (codes(id)[index] ?? null);
      const facts: TrialFacts = {
        ...row,
        label: codesOfDataset(datasetId)[row.label] ?? '',
        otherLabel: codeOf(codesOfDataset, otherDatasetId, row.otherLabel),
        madeLabel: codeOf(codesOfDataset, madeDatasetId, row.madeLabel),
        originalClass: codeOf(codesOfModel, modelId, row.originalClass),
        adversarialClass: codeOf(codesOfModel, modelId, row.adversarialClass),
        target: codeOf(codesOfModel, modelId, options && targetOf(options, exampleLabel ?? row.label)),
        question: questionOf(row.question).id,
        options,
      };
      return [row.id, facts];
    }),
  );
}

/** A function whose results are kept. */
function remembered<T>(find: (id: string) => T): (id: string) => T {
  const known = new Map<string, T>();
  return (id) => {
    const found = known.get(id) ?? find(id);
    known.set(id, found);
    return found;
  };
}
