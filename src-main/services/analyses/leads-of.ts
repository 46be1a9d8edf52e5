import { listRecordLeads } from '../../db/datasets/records.ts';
import type { AnalysisSubject, AnalysisTools } from './analysis.ts';

/** The lead of each of the subject's records, by the record's name; null where it was not kept. */
export function leadsOf({ context }: AnalysisTools, { recordIds }: AnalysisSubject): Map<string, string | null> {
  return new Map(listRecordLeads(context.db, recordIds).map(({ name, lead }) => [name, lead]));
}
