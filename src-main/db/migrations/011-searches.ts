import type { WritableDB } from '../sqlite/connection.ts';

export default function searches(db: WritableDB): void {
  db.exec(`
    -- Minimal perturbations were bisected from the perturbation of a larger budget: another question than today's.
    UPDATE analyses SET request = json_set(request, '$.search', 'warm') WHERE kind = 'least-perturbation';
  `);
}
