import { z } from 'zod';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { jsonColumn } from '../sqlite/json-column.ts';

const PRIVATE = jsonColumn(z.unknown(), { table: 'coordinator_key', column: 'private_key' });

/** What the bundles of a workspace are sealed to. */
export interface StoredKey {
  /** X25519, base64. */
  publicKey: string;
  /** Encrypted by the coordinator's passphrase. */
  privateKey: unknown;
}

export function insertCoordinatorKey(db: WritableDB, at: string, { publicKey, privateKey }: StoredKey): void {
  db.prepare('INSERT INTO coordinator_key (one, public_key, private_key, created_at) VALUES (1, ?, ?, ?)').run(
    publicKey,
    PRIVATE.write(privateKey),
    at,
  );
}

/** Undefined until the first one is made. */
export function getCoordinatorKey(db: ReadableDB): StoredKey | undefined {
  const row = db
    .prepare<[], { publicKey: string; privateKey: string }>(
      'SELECT public_key AS publicKey, private_key AS privateKey FROM coordinator_key',
    )
    .get();
  return row && { ...row, privateKey: PRIVATE.read(row.privateKey, 1) };
}
