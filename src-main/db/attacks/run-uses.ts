import type { AnalysisKind } from '../../../src-shared/analyses/index.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { Db } from '../open.ts';

export interface FooledRecord {
  recordId: number;
  originalClass: ClassIndex;
  originallyCorrect: boolean;
  fooled: boolean;
}

/** What two runs on the same records are compared by. */
export function listFooledRecords(db: Db, runId: string): FooledRecord[] {
  type Raw = Omit<FooledRecord, 'originallyCorrect' | 'fooled'> & { originallyCorrect: 0 | 1; fooled: 0 | 1 };
  return db
    .prepare<[string], Raw>(
      `SELECT record_id AS recordId, original_class AS originalClass, originally_correct AS originallyCorrect, fooled
       FROM examples WHERE run_id = ?`,
    )
    .all(runId)
    .map((row) => ({ ...row, originallyCorrect: row.originallyCorrect === 1, fooled: row.fooled === 1 }));
}

/** Trials that show one of the run's examples although the model got its record wrong before the attack. */
export function countWrongTrials(db: Db, runId: string): number {
  return (
    db
      .prepare<[string], number>(
        `SELECT count(*) FROM trials t JOIN examples e ON e.id = t.example_id
         WHERE e.run_id = ? AND e.originally_correct = 0`,
      )
      .pluck()
      .get(runId) ?? 0
  );
}

/** Results of transfers in which these models were shown the run's examples, the oldest first. */
export function listTransfersOf(db: Db, runId: string): { target: string; result: unknown }[] {
  return db
    .prepare<[string], { target: string; result: string }>(
      `SELECT m.name AS target, a.result FROM analyses a JOIN models m ON m.id = a.model_id
       WHERE a.kind = 'transfer' AND json_extract(a.result, '$.runId') = ? ORDER BY a.rowid`,
    )
    .all(runId)
    .map(({ target, result }) => ({ target, result: JSON.parse(result) as unknown }));
}

/** Requests and results of one kind of analysis of a model as it is now, as they were stored. */
export function listAnalysisResults(
  db: Db,
  kind: AnalysisKind,
  { modelSha256, datasetId }: { modelSha256: string; datasetId: string },
): { request: unknown; result: unknown }[] {
  return db
    .prepare<[string, string, string], { request: string; result: string }>(
      'SELECT request, result FROM analyses WHERE kind = ? AND model_sha256 = ? AND dataset_id = ? ORDER BY rowid',
    )
    .all(kind, modelSha256, datasetId)
    .map(({ request, result }) => ({ request: JSON.parse(request) as unknown, result: JSON.parse(result) as unknown }));
}
