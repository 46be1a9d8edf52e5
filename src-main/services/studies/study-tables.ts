import { RESULT_TABLE_IDS, type ResultTable } from '../../../src-shared/study/result-tables.ts';
import { exportedFields } from '../../../src-shared/study/export-fields.ts';
import type { ExportedTable } from '../../../src-shared/tables/exported-table.ts';
import { studyTables } from '../../report/pack/pack-tables.ts';
import type { StudyRow } from '../../db/studies/studies.ts';

/** The rows of a result table, as they are exported. */
export type RowsOfTable = (table: ResultTable) => Promise<Record<string, unknown>[]>;

/** All tables of a study: what it is, and its results. `version`: of the program. */
export async function allTables(study: StudyRow, rowsOf: RowsOfTable, version: string): Promise<ExportedTable[]> {
  const { id, title, protocol, commitment, lockedAt } = study;
  const results = RESULT_TABLE_IDS.map(async (name) => ({
    name,
    fields: exportedFields(name),
    rows: await rowsOf(name),
  }));
  return [
    ...studyTables(protocol, {
      ...{ title, study_id: id, protocol_hash: study.protocolSha256, commitment, locked_at: lockedAt },
      similarity_margin: protocol.options.similarityMargin,
      rehearsal: study.rehearsalOf === null ? 0 : 1,
      program_version: version,
    }),
    ...(await Promise.all(results)),
  ];
}
