import type { Split } from '../../../src-shared/ecg.ts';
import { notRemoved } from '../removal/removed.ts';
import type { ReadableDB } from '../sqlite/connection.ts';

/** When the newest run or analysis of any of these models on a split was stored, ISO 8601; empty where there is none. */
export function newestResultOf(
  db: ReadableDB,
  modelSha256s: readonly string[],
  { datasetId, split }: { datasetId: string; split: Split },
): string {
  const of = (table: string): string =>
    `SELECT a.created_at AS at FROM ${table} a JOIN json_each(@models) m ON m.value = a.model_sha256
     WHERE a.dataset_id = @datasetId AND a.split = @split AND ${notRemoved('a.id')}`;
  return (
    db
      .prepare<unknown[], string | null>(`SELECT max(at) FROM (${of('attack_runs')} UNION ALL ${of('analyses')})`)
      .pluck()
      .get({ models: JSON.stringify(modelSha256s), datasetId, split }) ?? ''
  );
}
