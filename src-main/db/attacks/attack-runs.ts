import { attackOptionsSchema, type AttackOptions } from '../../../src-shared/attacks/index.ts';
import { attackSummarySchema, type AttackRun, type AttackSummary } from '../../../src-shared/contract/attacks.ts';
import type { Split } from '../../../src-shared/ecg.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { notRemoved } from '../removal/removed.ts';
import { CLASSES_OF_CARD, parseClasses } from '../models/models.ts';
import { jsonColumn } from '../sqlite/json-column.ts';

// Options that did not exist yet when a run was made have their defaults, which are what it did.
export const RUN_OPTIONS = jsonColumn(attackOptionsSchema, { table: 'attack_runs', column: 'options' });
const SUMMARY = jsonColumn(attackSummarySchema, { table: 'attack_runs', column: 'summary' });

export interface AttackRunRow {
  id: string;
  modelId: string;
  modelSha256: string;
  datasetId: string;
  split: Split;
  options: AttackOptions;
  engine: string;
  programVersion: string;
  createdAt: string;
  summary: AttackSummary;
}

export interface RawAttackRun extends Omit<AttackRunRow, 'options' | 'summary'> {
  options: string;
  summary: string;
  dataset: string;
  model: string;
  classes: string | null;
}

/** Runs with their dataset and model. */
export const ATTACK_RUN_FROM = `FROM attack_runs a JOIN datasets d ON d.id = a.dataset_id JOIN models m ON m.id = a.model_id AND ${notRemoved('a.id')}`;
export const ATTACK_RUN_SELECT = `SELECT a.id, a.model_id AS modelId, a.model_sha256 AS modelSha256, a.dataset_id AS datasetId, a.split, a.options,
  a.engine, a.program_version AS programVersion, a.created_at AS createdAt, a.summary, d.name AS dataset, m.name AS model, ${CLASSES_OF_CARD} AS classes
  ${ATTACK_RUN_FROM}`;

export const parseAttackRun = (row: RawAttackRun): AttackRunRow & AttackRun => ({
  ...row,
  classes: parseClasses(row.classes, row.modelId),
  options: RUN_OPTIONS.read(row.options, row.id),
  summary: SUMMARY.read(row.summary, row.id),
});

export function insertAttackRun(db: WritableDB, row: AttackRunRow): void {
  db.prepare(
    `INSERT INTO attack_runs (id, model_id, model_sha256, dataset_id, split, options, engine, program_version, created_at, summary)
     VALUES (@id, @modelId, @modelSha256, @datasetId, @split, @options, @engine, @programVersion, @createdAt, @summary)`,
  ).run({ ...row, options: RUN_OPTIONS.write(row.options), summary: SUMMARY.write(row.summary) });
}

/** Newest first. */
export function listAttackRuns(db: ReadableDB): (AttackRunRow & AttackRun)[] {
  return db
    .prepare<[], RawAttackRun>(`${ATTACK_RUN_SELECT} ORDER BY a.created_at DESC, a.rowid DESC`)
    .all()
    .map(parseAttackRun);
}

export function getAttackRun(db: ReadableDB, id: string): (AttackRunRow & AttackRun) | undefined {
  const row = db.prepare<[string], RawAttackRun>(`${ATTACK_RUN_SELECT} WHERE a.id = ?`).get(id);
  return row && parseAttackRun(row);
}
