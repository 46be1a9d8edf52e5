import { questionOf } from '../../../src-shared/questions/index.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';

/** What both tracings show: a foil of a record is no other arm's ordinary pair of it. */
export const recordShown = ({ dataset, record, other_record }: ResultRow): string =>
  JSON.stringify([dataset, record, other_record]);

/** What a reader judged: the same for a pair wherever it stood; of single tracings the real one is not the made one. */
export function caseShown(row: ResultRow): string {
  return questionOf(row.question).tracings === 1 ? `${recordShown(row)} ${row.real_side}` : recordShown(row);
}
