import type { WritableDB } from '../sqlite/connection.ts';

/** Gives a dataset or a model another name. */
export function renameRow(db: WritableDB, table: 'datasets' | 'models', id: string, name: string): void {
  db.prepare(`UPDATE ${table} SET name = ? WHERE id = ?`).run(name, id);
}

/** A draft's title is a part of its protocol, so both change, and the hash with them. */
export function renameDraft(db: WritableDB, id: string, draft: { title: string; text: string; sha256: string }): void {
  db.prepare('UPDATE studies SET title = @title, protocol = @text, protocol_sha256 = @sha256 WHERE id = @id').run({
    ...draft,
    id,
  });
}
