import type { Origin } from '../../../src-shared/sources/index.ts';
import type { EstimateColumns } from '../../../src-shared/study/export-fields.ts';
import { plannedArms } from '../../../src-shared/study/planned-arms.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { madeFrom } from '../../db/studies/made-from.ts';
import type { StudyRow } from '../../db/studies/studies.ts';

/** The arms that a row may name. */
const ARMS = ['arm', 'first_arm', 'second_arm'] as const;

/** Gives the columns of an estimate, by the task and the arms that its row names. */
export function estimateColumns(db: ReadableDB, study: StudyRow): (row: Record<string, unknown>) => EstimateColumns {
  const { dataset, model } = madeFrom(db, study.id);
  const tasks = new Map(study.protocol.tasks.map((task) => [task.id, plannedArms(task)]));
  return (row) => {
    const arms = tasks.get(String(row['task']));
    const named = ARMS.map((column) => row[column]).filter((name) => typeof name === 'string');
    const meant = arms?.filter(({ name }) => named.length === 0 || named.includes(name));
    const origins = meant?.map(({ name, origin }) => [name, withoutList(origin)] as const);
    const arm_origins = origins ? JSON.stringify(Object.fromEntries(origins)) : null;
    return { study: study.title, study_id: study.id, dataset, model, arm_origins };
  };
}

function withoutList(origin: Origin): object {
  if (origin.kind !== 'pairs') return origin;
  const { list: _, ...source } = origin;
  return source;
}
