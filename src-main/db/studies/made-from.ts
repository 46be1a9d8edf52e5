import type { ReadableDB } from '../sqlite/connection.ts';

/** What the pairs of a study were made of, by its names as they are today; null where it is gone. */
export interface MadeFrom {
  dataset: string | null;
  model: string | null;
  /** Gain of the records; null where they differ, so that a unit is not one voltage. */
  unitsPerMv: number | null;
}

export function madeFrom(db: ReadableDB, studyId: string): MadeFrom {
  const row = db
    .prepare<[{ id: string }], MadeFrom & { highest: number | null }>(
      `SELECT max(d.name) AS dataset, max(m.name) AS model, min(s.units_per_mv) AS unitsPerMv, max(s.units_per_mv) AS highest
       FROM (SELECT example_id FROM trials WHERE study_id = @id
             UNION ALL SELECT example_id FROM draft_pairs WHERE study_id = @id) p
         JOIN examples e ON e.id = p.example_id
         JOIN attack_runs a ON a.id = e.run_id
         JOIN signals s ON s.sha256 = e.sha256
         LEFT JOIN datasets d ON d.id = a.dataset_id
         LEFT JOIN models m ON m.id = a.model_id`,
    )
    .get({ id: studyId });
  const { dataset = null, model = null, unitsPerMv = null, highest = null } = row ?? {};
  return { dataset, model, unitsPerMv: unitsPerMv === highest ? unitsPerMv : null };
}
