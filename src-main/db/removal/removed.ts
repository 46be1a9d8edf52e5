import type { DeletedThing, RemovableKind, RemovedThing } from '../../../src-shared/contract/removal.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';

/** A condition on an id: that it is of nothing that was deleted. */
export const notRemoved = (id: string): string => `${id} NOT IN (SELECT id FROM removed)`;

export function insertRemoved(db: WritableDB, thing: DeletedThing): void {
  db.prepare('INSERT INTO removed (id, kind, at, name) VALUES (@id, @kind, @at, @name) ON CONFLICT DO NOTHING').run(
    thing,
  );
}

/** Whether it was deleted, and now is not any more. */
export function takeBackRemoved(db: WritableDB, { kind, id }: RemovedThing): boolean {
  return db.prepare('DELETE FROM removed WHERE id = ? AND kind = ?').run(id, kind).changes > 0;
}

/** Deleted last, first. */
export function listDeleted(db: ReadableDB): DeletedThing[] {
  return db
    .prepare<[], DeletedThing>(
      'SELECT kind, id, at, coalesce(name, id) AS name FROM removed ORDER BY at DESC, rowid DESC',
    )
    .all();
}

/** What was deleted before then. Analyses and runs come first, since what they need may be among the rest. */
export function listRemoved(db: ReadableDB, before: string): RemovedThing[] {
  const order: RemovableKind[] = ['design', 'study', 'comparison', 'analysis', 'run', 'model', 'dataset'];
  return db
    .prepare<[string], RemovedThing>('SELECT kind, id FROM removed WHERE at < ?')
    .all(before)
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}
