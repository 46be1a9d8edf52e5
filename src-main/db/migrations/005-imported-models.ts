import type { WritableDB } from '../sqlite/connection.ts';

/** Models of other programs were stored as trained here, and only their cards told where they came from. */
export default function importedModels(db: WritableDB): void {
  db.exec(`
    UPDATE models SET origin = 'imported'
    WHERE origin = 'trained' AND json_valid(card) AND json_extract(card, '$.importedFrom') IS NOT NULL
  `);
}
