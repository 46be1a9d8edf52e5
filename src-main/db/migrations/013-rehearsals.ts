import type { WritableDB } from '../sqlite/connection.ts';

/** Triggers that keep evidence, and what they say. `of`: the study that a row of the table belongs to. */
const KEPT = [
  {
    name: 'responses_never_go',
    table: 'responses',
    of: '(SELECT study_id FROM sessions WHERE id = OLD.session_id)',
    says: 'responses are append-only',
  },
  {
    name: 'presentations_never_go',
    table: 'presentations',
    of: '(SELECT study_id FROM sessions WHERE id = OLD.session_id)',
    says: 'presentations are append-only',
  },
  { name: 'sessions_never_go', table: 'sessions', of: 'OLD.study_id', says: 'sessions are append-only' },
  {
    name: 'study_secrets_never_go',
    table: 'study_secrets',
    of: 'OLD.study_id',
    says: 'the secret of a study is never deleted',
  },
] as const;

/** A rehearsal is a study of its own, which no person reads: it is no evidence, and all of it can be deleted. */
export default function rehearsals(db: WritableDB): void {
  db.exec(`
    ALTER TABLE studies ADD COLUMN rehearsal_of TEXT; -- id of the study that it is a copy of, which may be gone by now
    DROP TRIGGER locked_trials_never_go;
    CREATE TRIGGER locked_trials_never_go BEFORE DELETE ON trials
      WHEN EXISTS (SELECT 1 FROM studies WHERE id = OLD.study_id AND locked_at IS NOT NULL AND rehearsal_of IS NULL)
      BEGIN SELECT raise(ABORT, 'the study is locked'); END;
    DROP TRIGGER locked_studies_never_go;
    CREATE TRIGGER locked_studies_never_go BEFORE DELETE ON studies
      WHEN OLD.locked_at IS NOT NULL AND OLD.rehearsal_of IS NULL
      BEGIN SELECT raise(ABORT, 'the study is locked'); END;
    ${KEPT.map(
      ({ name, table, of, says }) => `
        DROP TRIGGER ${name};
        CREATE TRIGGER ${name} BEFORE DELETE ON ${table}
          WHEN NOT EXISTS (SELECT 1 FROM studies WHERE id = ${of} AND rehearsal_of IS NOT NULL)
          BEGIN SELECT raise(ABORT, '${says}'); END;`,
    ).join('')}
  `);
}
