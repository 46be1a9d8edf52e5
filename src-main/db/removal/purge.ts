import type { RemovableKind } from '../../../src-shared/contract/removal.ts';
import type { WritableDB } from '../sqlite/connection.ts';

const ANSWERS_OF = (column: string): string => `DELETE FROM analyses WHERE ${column} = @id AND kind = 'verification'`;
const EVALUATIONS_OF = (column: string): string[] => [
  `DELETE FROM predictions WHERE evaluation_id IN (SELECT id FROM evaluations WHERE ${column} = @id)`,
  `DELETE FROM evaluations WHERE ${column} = @id`,
];
const SIGNALS_OF = (table: string, column: string): string =>
  `INSERT OR IGNORE INTO temp.unused SELECT sha256 FROM ${table} WHERE ${column} = @id`;

/** Everything of it, in the order in which rows refer to each other. */
const STATEMENTS: Record<RemovableKind, string[]> = {
  dataset: [
    SIGNALS_OF('records', 'dataset_id'),
    `INSERT OR IGNORE INTO temp.unused SELECT l.sha256 FROM records r JOIN set_leads l ON l.set_sha256 = r.leads_sha256
       WHERE r.dataset_id = @id`,
    ...EVALUATIONS_OF('dataset_id'),
    'DELETE FROM records WHERE dataset_id = @id',
    'DELETE FROM lead_sets WHERE NOT EXISTS (SELECT 1 FROM records WHERE leads_sha256 = lead_sets.sha256)',
    'DELETE FROM unfinished_datasets WHERE dataset_id = @id',
    'DELETE FROM datasets WHERE id = @id',
  ],
  model: [...EVALUATIONS_OF('model_id'), 'DELETE FROM models WHERE id = @id'],
  run: [
    SIGNALS_OF('examples', 'run_id'),
    ANSWERS_OF(`json_extract(request, '$.runId')`),
    'DELETE FROM examples WHERE run_id = @id',
    'DELETE FROM attack_runs WHERE id = @id',
  ],
  // A draft has pairs, a rehearsal all the rest.
  study: [
    ...['responses', 'presentations', 'session_keys'].map(
      (table) => `DELETE FROM ${table} WHERE session_id IN (SELECT id FROM sessions WHERE study_id = @id)`,
    ),
    ...['sessions', 'trials', 'draft_pairs', 'study_secrets'].map(
      (table) => `DELETE FROM ${table} WHERE study_id = @id`,
    ),
    'DELETE FROM studies WHERE id = @id',
  ],
  design: ['DELETE FROM designs WHERE id = @id'],
  analysis: ['DELETE FROM analyses WHERE id = @id'],
  comparison: ['DELETE FROM analyses WHERE id = @id'],
};

/**
 * Deletes its rows for good, the signals that nothing else refers to, and the mark. Throws SQLite's error, with nothing
 * deleted, where another row still refers to one of them.
 */
export function purge(db: WritableDB, kind: RemovableKind, id: string): void {
  db.exec('CREATE TEMP TABLE IF NOT EXISTS unused (sha256 TEXT PRIMARY KEY)');
  db.transaction(() => {
    for (const sql of STATEMENTS[kind]) db.prepare(sql).run(...(sql.includes('@id') ? [{ id }] : []));
    db.exec(`
      DELETE FROM signals WHERE sha256 IN (SELECT sha256 FROM temp.unused)
        AND NOT EXISTS (SELECT 1 FROM records r WHERE r.sha256 = signals.sha256)
        AND NOT EXISTS (SELECT 1 FROM set_leads l WHERE l.sha256 = signals.sha256)
        AND NOT EXISTS (SELECT 1 FROM examples e WHERE e.sha256 = signals.sha256);
      DELETE FROM temp.unused;
    `);
    db.prepare('DELETE FROM removed WHERE id = ?').run(id);
  })();
}
