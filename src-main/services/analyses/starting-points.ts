import { isSuccess } from '../../../src-shared/attacks/outcome.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { RecordId } from '../../../src-shared/record-id.ts';
import { listCandidates } from '../../db/attacks/examples.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';

export interface StartingPoint {
  exampleId: number;
  recordId: RecordId;
  record: string;
  label: ClassIndex;
  adversarialClass: ClassIndex;
}

/** The examples of a run that were classified correctly and are fooled, the first of them; AppError 'bad-input' if there are none. */
export function startingPoints(db: ReadableDB, runId: string, limit?: number): StartingPoint[] {
  const points = listCandidates(db, runId)
    .filter(isSuccess)
    .map(({ stimulusId, recordId, record, originalClass, adversarialClass }) => {
      // The model got it right, so that its class is the label.
      return { exampleId: Number(stimulusId), recordId, record, label: originalClass, adversarialClass };
    })
    .slice(0, limit);
  if (points.length > 0) return points;
  throw new AppError(
    'bad-input',
    `Run ${runId} has no example that was classified correctly and is fooled. Choose a run that fools some records.`,
  );
}
