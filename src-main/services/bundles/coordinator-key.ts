import { AppError } from '../../../src-shared/errors/app-error.ts';
import { appendAct } from '../../db/audit/acts.ts';
import { getCoordinatorKey, insertCoordinatorKey } from '../../db/bundles/coordinator-keys.ts';
import type { ReadableDB, WritableDB } from '../../db/sqlite/connection.ts';
import { lockWith, openWith, passphraseBoxSchema } from '../../study/sealing/passphrase-box.ts';
import { makeSealingKey, sealingKeyOf, type SealingKey } from '../../study/sealing/seal.ts';
import { nowIso } from '../workspace/context.ts';

const CONTEXT = 'equipoise coordinator key 1';
const LEAST_CHARACTERS = 12;

/** The public half, base64; undefined until the first bundle was made. */
export function coordinatorPublicKey(db: ReadableDB): string | undefined {
  return getCoordinatorKey(db)?.publicKey;
}

/**
 * The key that the bundles of this workspace are sealed to, opened by its passphrase; the first passphrase makes it.
 * Throws AppError 'refused' for a wrong passphrase, 'bad-input' for one that is too short to be a first one.
 */
export async function coordinatorKey(db: WritableDB, passphrase: string): Promise<SealingKey> {
  const stored = getCoordinatorKey(db);
  if (stored) {
    const box = passphraseBoxSchema.parse(stored.privateKey);
    return sealingKeyOf(await openWith(passphrase, box, CONTEXT));
  }
  if ([...passphrase].length < LEAST_CHARACTERS) {
    throw new AppError(
      'bad-input',
      `A passphrase of ${[...passphrase].length} characters is guessed too soon: take ${LEAST_CHARACTERS} or more, such as four or five words.`,
    );
  }
  const key = makeSealingKey();
  const publicKey = Buffer.from(key.publicKey).toString('base64');
  const privateKey = await lockWith(passphrase, key.privateKey, CONTEXT);
  db.transaction(() => {
    if (getCoordinatorKey(db))
      throw new AppError('conflict', 'Another program has just made the key of this workspace. Export again.');
    const at = nowIso();
    insertCoordinatorKey(db, at, { publicKey, privateKey });
    appendAct(db, at, 'coordinator-key', { publicKey });
  }).immediate();
  return key;
}
