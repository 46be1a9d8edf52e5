import type { WritableDB } from '../sqlite/connection.ts';

/** What a program could tell of a study stands in the audit; here it is found without reading all of it. */
export default function machineTests(db: WritableDB): void {
  db.exec(`
    CREATE INDEX audit_machine_tests ON audit (details ->> 'studyId', position) WHERE action = 'machine-test';
  `);
}
