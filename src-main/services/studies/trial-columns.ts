import type { OriginatedTrial } from './trial-origins.ts';

/** What a row of the responses and a pair of the document say of the same pair, by the same names. */
export function trialColumns(trial: OriginatedTrial) {
  return {
    trial_number: trial.position + 1,
    trial_id: trial.id,
    pair_id: trial.pairId,
    round: trial.round,
    kind: trial.kind,
    task: trial.taskId,
    question: trial.question,
    arm: trial.arm,
    dataset: trial.dataset,
    record: trial.record,
    lead: trial.lead,
    record_hash: trial.recordSha256,
    class_label: trial.label,
    other_record: trial.otherRecord,
    other_class: trial.otherLabel,
    made_dataset: trial.madeDataset,
    made_record: trial.madeRecord,
    made_class: trial.madeLabel,
    pair_name: trial.pairName,
    real_side: trial.realSide,
    source: trial.source,
    model: trial.model,
    model_hash: trial.modelSha256,
  };
}
