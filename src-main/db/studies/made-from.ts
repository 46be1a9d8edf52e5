import { z } from 'zod';
import type { ReadableDB } from '../sqlite/connection.ts';
import { JOIN_PARTS } from './pair-parts.ts';

/** What the pairs of a study were made of, by its names as they are today; null where it is gone. */
export interface MadeFrom {
  dataset: string | null;
  /** Where the made records of its pairs of two records come from. */
  madeDatasets: string[];
  model: string | null;
  /** Gain of the records; null where they differ, so that a unit is not one voltage. */
  unitsPerMv: number | null;
}

const PARTS = 'example_id, other_record_id, record_id, made_record_id';

export function madeFrom(db: ReadableDB, studyId: string): MadeFrom {
  const row = db
    .prepare<[{ id: string }], Omit<MadeFrom, 'madeDatasets'> & { made: string; highest: number | null }>(
      `SELECT max(d.name) AS dataset, max(m.name) AS model, min(s.units_per_mv) AS unitsPerMv, max(s.units_per_mv) AS highest,
         json_group_array(DISTINCT h.name) FILTER (WHERE h.name IS NOT NULL) AS made
       FROM (SELECT ${PARTS} FROM trials WHERE study_id = @id
             UNION ALL SELECT ${PARTS} FROM draft_pairs WHERE study_id = @id) t ${JOIN_PARTS}
         LEFT JOIN attack_runs a ON a.id = e.run_id
         LEFT JOIN signals s ON s.sha256 = coalesce(e.sha256, r.sha256)
         LEFT JOIN datasets d ON d.id = r.dataset_id
         LEFT JOIN datasets h ON h.id = g.dataset_id
         LEFT JOIN models m ON m.id = a.model_id`,
    )
    .get({ id: studyId });
  const { dataset = null, model = null, unitsPerMv = null, highest = null, made = '[]' } = row ?? {};
  const madeDatasets = z.array(z.string()).parse(JSON.parse(made)).sort();
  return { dataset, madeDatasets, model, unitsPerMv: unitsPerMv === highest ? unitsPerMv : null };
}
