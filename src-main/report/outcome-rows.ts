import type { AttackOptions } from '../../src-shared/attacks/index.ts';
import { targetOf } from '../../src-shared/attacks/options.ts';
import type { OUTCOME_FIELDS } from '../../src-shared/attacks/outcome-fields.ts';
import { className, type ClassList } from '../../src-shared/class-list.ts';
import type { PartOutcome } from '../../src-shared/contract/part-outcome.ts';
import type { ClassIndex } from '../../src-shared/ecg.ts';
import type { RowOf } from '../../src-shared/tables/field-declaration.ts';

export type OutcomeRow = RowOf<typeof OUTCOME_FIELDS>;

/** What is known of a record after an attack. */
export interface Outcome {
  record: string;
  lead: string | null;
  label: ClassIndex;
  originalClass: ClassIndex;
  adversarialClass: ClassIndex;
  fooled: boolean;
  noiseFooled: boolean | null;
  parts?: PartOutcome[] | null;
  sha256: string;
}

/** The outcomes of a run as rows, in their order; the classes are those of the model. */
export function outcomeRows(
  { runId, model, options, classes }: { runId: string; model: string; options: AttackOptions; classes: ClassList },
  outcomes: readonly Outcome[],
): OutcomeRow[] {
  return outcomes.map(
    ({ record, lead, label, originalClass, adversarialClass, fooled, noiseFooled, parts, sha256 }) => {
      const target = targetOf(options, label);
      return {
        run: runId,
        model,
        method: options.method,
        record,
        lead,
        label: className(classes, label),
        class_before: className(classes, originalClass),
        class_after: className(classes, adversarialClass),
        target: target === null ? null : className(classes, target),
        fooled: fooled ? 1 : 0,
        noise_fooled: noiseFooled === null ? null : noiseFooled ? 1 : 0,
        fooled_by: parts?.find(({ reached }) => reached)?.attack ?? null,
        reached: parts ? JSON.stringify(parts) : null,
        sha256,
      };
    },
  );
}
