import type { Design } from '../../../src-shared/contract/designs.ts';
import { notRemoved } from '../removal/removed.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';

const DESIGN = `SELECT id, text, dataset_id AS datasetId, model_id AS modelId, revision, updated_at AS updatedAt
  FROM designs WHERE ${notRemoved('id')}`;

export function insertDesign(db: WritableDB, design: Design): void {
  db.prepare(
    `INSERT INTO designs (id, text, dataset_id, model_id, revision, updated_at)
     VALUES (@id, @text, @datasetId, @modelId, @revision, @updatedAt)`,
  ).run(design);
}

/** Last changed first. */
export function listDesigns(db: ReadableDB): Design[] {
  return db.prepare<[], Design>(`${DESIGN} ORDER BY updated_at DESC, rowid DESC`).all();
}

export function getDesign(db: ReadableDB, id: string): Design | undefined {
  return db.prepare<[string], Design>(`${DESIGN} AND id = ?`).get(id);
}

/** `revision`: of the design as it is stored then. */
export function updateDesign(db: WritableDB, design: Design): void {
  db.prepare(
    `UPDATE designs SET text = @text, dataset_id = @datasetId, model_id = @modelId, revision = @revision,
       updated_at = @updatedAt WHERE id = @id`,
  ).run(design);
}
