import { AppError } from '../../../src-shared/errors/app-error.ts';
import { getRecord } from '../../db/datasets/records.ts';
import type { AnalysisSubject, AnalysisTools } from './analysis.ts';

/** The gain of the subject's records, which is the same for all: that of the model. */
export function unitsPerMvOf({ context }: AnalysisTools, { recordIds }: AnalysisSubject): number {
  const [first] = recordIds;
  const record = first === undefined ? undefined : getRecord(context.db, first);
  if (!record) throw new AppError('damaged', `Record ${first} disappeared from the workspace while it was needed.`);
  return record.unitsPerMv;
}
