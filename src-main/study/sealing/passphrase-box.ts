import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../../src-shared/errors/app-error.ts';

/** Costs of scrypt (RFC 7914): 128 MiB and a good fraction of a second for each guess. */
const COST = { N: 2 ** 17, r: 8, p: 1 } as const;
const MOST_BYTES = 256 * 2 ** 20;
const [SALT_BYTES, IV_BYTES, TAG_BYTES, KEY_BYTES] = [16, 12, 16, 32];

const base64 = z.base64();

/** Bytes that a passphrase opens. `N`, `r`, `p`: what scrypt was run with. */
export const passphraseBoxSchema = z.strictObject({
  scrypt: z.strictObject({ N: z.literal(COST.N), r: z.literal(COST.r), p: z.literal(COST.p), salt: base64 }),
  iv: base64,
  tag: base64,
  sealed: base64,
});
export type PassphraseBox = z.infer<typeof passphraseBoxSchema>;

/** Encrypts bytes by a passphrase: scrypt, AES-256-GCM. `context`: what they are; they open as nothing else. */
export async function lockWith(passphrase: string, bytes: Uint8Array, context: string): Promise<PassphraseBox> {
  const [salt, iv] = [randomBytes(SALT_BYTES), randomBytes(IV_BYTES)];
  const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, salt), iv);
  cipher.setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return {
    scrypt: { ...COST, salt: salt.toString('base64') },
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    sealed: sealed.toString('base64'),
  };
}

/** The bytes again. Throws AppError 'refused' for any other passphrase. */
export async function openWith(passphrase: string, box: PassphraseBox, context: string): Promise<Buffer> {
  const key = await keyOf(passphrase, Buffer.from(box.scrypt.salt, 'base64'));
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(box.iv, 'base64'), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(Buffer.from(box.tag, 'base64'));
    return Buffer.concat([decipher.update(Buffer.from(box.sealed, 'base64')), decipher.final()]);
  } catch (error) {
    throw new AppError('refused', 'This is not the passphrase: nothing was opened.', {}, { cause: error });
  }
}

/** Spelled the same, it is the same passphrase, however a keyboard composes its letters. */
function keyOf(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(passphrase.normalize('NFKC'), salt, KEY_BYTES, { ...COST, maxmem: MOST_BYTES }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
}
