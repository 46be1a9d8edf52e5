import { CINC_2017_CLASSES, classesOfCard, type ClassList } from '../../../src-shared/class-list.ts';
import { z } from 'zod';
import { classesOfDataset } from '../datasets/datasets.ts';
import type { ReadableDB } from '../sqlite/connection.ts';
import { getModel } from '../models/models.ts';
import { JOIN_PARTS } from './pair-parts.ts';

/** What the pairs of a study were made of, by its names as they are today; null where it is gone. */
export interface MadeFrom {
  dataset: string | null;
  /** The classes of that dataset. */
  classList: ClassList;
  /** Where the made records of its pairs of two records come from. */
  madeDatasets: string[];
  model: string | null;
  /** The classes of that model. */
  modelClasses: ClassList;
  /** Gain of the records; null where they differ, so that a unit is not one voltage. */
  unitsPerMv: number | null;
}

const PARTS = 'example_id, other_record_id, record_id, made_record_id';

export function madeFrom(db: ReadableDB, studyId: string): MadeFrom {
  const row = db
    .prepare<
      [{ id: string }],
      Omit<MadeFrom, 'madeDatasets' | 'classList' | 'modelClasses'> & {
        datasetId: string | null;
        modelId: string | null;
        made: string;
        highest: number | null;
      }
    >(
      `SELECT max(d.name) AS dataset, max(d.id) AS datasetId, max(m.id) AS modelId, max(m.name) AS model, min(s.units_per_mv) AS unitsPerMv, max(s.units_per_mv) AS highest,
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
  const classList = row?.datasetId ? classesOfDataset(db, row.datasetId) : CINC_2017_CLASSES;
  const modelClasses = classesOfCard((row?.modelId ? getModel(db, row.modelId)?.card : undefined) ?? {});
  const { dataset = null, model = null, unitsPerMv = null, highest = null, made = '[]' } = row ?? {};
  const madeDatasets = z.array(z.string()).parse(JSON.parse(made)).sort();
  return {
    dataset,
    classList,
    madeDatasets,
    model,
    modelClasses,
    unitsPerMv: unitsPerMv === highest ? unitsPerMv : null,
  };
}
