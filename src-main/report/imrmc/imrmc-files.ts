import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import { groupRows } from '../../statistics/summaries/group-rows.ts';
import type { PackedFile } from '../pack/zip.ts';
import { imrmcFile } from './imrmc-file.ts';
import { imrmcIds } from './imrmc-ids.ts';

/** A file for each task that somebody answered. `rows`: right and wrong answers of one round. Yields in between. */
export function* imrmcFiles(rows: readonly ResultRow[]): Generator<void, PackedFile[]> {
  const tasks = groupRows(rows, (row) => row.task);
  const names = yield* imrmcIds(tasks.map(([{ task }]) => [task, task]));
  const files: PackedFile[] = [];
  for (const answers of tasks)
    files.push({ path: `${names.get(answers[0].task) ?? ''}.csv`, text: yield* imrmcFile(answers) });
  return files;
}
