import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { canonicalJson } from '../../../src-shared/format/canonical-json.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';

/** Makes the session's own Ed25519 key (RFC 8032) and keeps its private half. Returns the public half, SPKI in base64. */
export function makeSessionKey(db: WritableDB, sessionId: string): string {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  db.prepare('INSERT INTO session_keys (session_id, private_key) VALUES (?, ?)').run(
    sessionId,
    privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  );
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
}

export function hasSessionKey(db: ReadableDB, sessionId: string): boolean {
  return db.prepare<[string], number>('SELECT 1 FROM session_keys WHERE session_id = ?').get(sessionId) !== undefined;
}

/**
 * Destroys the private half: from here on nobody can sign for this session. The pages that held it are overwritten
 * (secure_delete, see openDb); what the disk itself keeps is beyond a program.
 */
export function destroySessionKey(db: WritableDB, sessionId: string): void {
  db.prepare('DELETE FROM session_keys WHERE session_id = ?').run(sessionId);
}

/** The session's signature of a value as canonical JSON, base64. Throws AppError 'damaged' if its key is gone. */
export function signFor(db: ReadableDB, sessionId: string, value: unknown): string {
  const stored = db
    .prepare<[string], string>('SELECT private_key FROM session_keys WHERE session_id = ?')
    .pluck()
    .get(sessionId);
  if (stored === undefined) {
    throw new AppError(
      'damaged',
      `The key of session ${sessionId} is not in the workspace: the session is at its end, or the key was removed by another program. Restore the workspace from a backup, or begin a session under another name.`,
    );
  }
  const key = createPrivateKey({ key: Buffer.from(stored, 'base64'), type: 'pkcs8', format: 'der' });
  return sign(null, Buffer.from(canonicalJson(value)), key).toString('base64');
}

/** Whether a signature of a value was made with the private half of a key; false if either cannot be read. */
export type SignatureCheck = (value: unknown, signature: string) => boolean;

/** For many values: reading the key takes half as long as checking a signature. */
export function checkOfKey(publicKey: string): SignatureCheck {
  let key: KeyObject;
  try {
    key = createPublicKey({ key: bytesOf(publicKey), type: 'spki', format: 'der' });
  } catch {
    return () => false;
  }
  return (value, signature) => {
    try {
      return verify(null, Buffer.from(canonicalJson(value)), key, bytesOf(signature));
    } catch {
      return false;
    }
  };
}

/** Throws for a text that another one means too: readers of base64 pass over what follows its end. */
function bytesOf(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new Error('This is not base64 as it is written.');
  return bytes;
}
