import { z } from 'zod';
import { CLASSIFIERS } from '../../../src-shared/study/machine-fields.ts';
import { appendAudit } from '../audit/audit.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { jsonColumn } from '../sqlite/json-column.ts';

const ACTION = 'machine-test';

const machineTestSchema = z.object({
  studyId: z.string(),
  programVersion: z.string(),
  /** How many pairs of an arm a classifier told apart; one on which it said nothing is half. */
  arms: z.array(
    z.object({
      ...{ task: z.string(), arm: z.string(), classifier: z.enum(CLASSIFIERS) },
      ...{ pairs: z.int(), right: z.number() },
    }),
  ),
});
export type MachineTest = z.infer<typeof machineTestSchema>;

const COLUMN = jsonColumn(machineTestSchema, { table: 'audit', column: 'details' });

/** The result stands in the audit alone: chained there, nobody changes it without being seen. */
export function appendMachineTest(db: WritableDB, at: string, result: MachineTest): void {
  appendAudit(db, at, ACTION, result);
}

/** The newest of a study; undefined if none was finished yet, or none that this version knows. */
export function findMachineTest(db: ReadableDB, studyId: string): (MachineTest & { at: string }) | undefined {
  const row = db
    .prepare<[string], { at: string; details: string }>(
      `SELECT at, details FROM audit WHERE action = '${ACTION}' AND details ->> 'studyId' = ?
       ORDER BY position DESC LIMIT 1`,
    )
    .get(studyId);
  const result = row && COLUMN.readIfKnown(row.details);
  return result && { ...result, at: row.at };
}
