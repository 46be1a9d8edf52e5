import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { AppError } from '../../../src-shared/errors/app-error.ts';

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const INFO = 'equipoise sealed truth 1';
/** What precedes the 32 bytes of a private key of X25519 in PKCS #8 (RFC 8410), and of a public one in SPKI. */
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');
const SPKI = Buffer.from('302a300506032b656e032100', 'hex');

/** The two halves of a key that things are sealed to, 32 bytes each (RFC 7748). */
export interface SealingKey {
  publicKey: Uint8Array;
  privateKey: Uint8Array;
}

export function makeSealingKey(): SealingKey {
  const { privateKey } = generateKeyPairSync('x25519');
  return sealingKeyOf(privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(PKCS8.length));
}

/** Both halves, from the private one. */
export function sealingKeyOf(privateKey: Uint8Array): SealingKey {
  return { publicKey: rawPublic(createPublicKey(privateObject(privateKey))), privateKey };
}

/**
 * Seals bytes so that only the private half opens them: X25519 with a key that is used once, HKDF-SHA-256, AES-256-GCM.
 * `context`: what they belong to; it is authenticated with them, and they open for no other. Returns the public half of
 * the key that was used once, the IV, the tag and the ciphertext, in this order.
 */
export function seal(bytes: Uint8Array, publicKey: Uint8Array, context: string): Buffer {
  const once = generateKeyPairSync('x25519');
  const oncePublic = rawPublic(once.publicKey);
  const shared = diffieHellman({ privateKey: once.privateKey, publicKey: publicObject(publicKey) });
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyFrom(shared, oncePublic, publicKey), iv);
  cipher.setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([oncePublic, iv, cipher.getAuthTag(), sealed]);
}

/** The bytes again. Throws AppError 'refused' for another key, and for anything that was changed. */
export function unseal(sealed: Uint8Array, { publicKey, privateKey }: SealingKey, context: string): Buffer {
  const [oncePublic, iv, tag, rest] = parts(Buffer.from(sealed));
  try {
    const shared = diffieHellman({ privateKey: privateObject(privateKey), publicKey: publicObject(oncePublic) });
    const decipher = createDecipheriv('aes-256-gcm', keyFrom(shared, oncePublic, publicKey), iv, {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(rest), decipher.final()]);
  } catch (error) {
    throw new AppError(
      'refused',
      'The sealed truth does not open: it was sealed to another key than this one, or it was changed. Take the passphrase or the recovery sheet of the workspace that exported the file, and a copy of the file that nobody touched.',
      {},
      { cause: error },
    );
  }
}

function parts(bytes: Buffer): [oncePublic: Buffer, iv: Buffer, tag: Buffer, rest: Buffer] {
  const [iv, tag, rest] = [KEY_BYTES, KEY_BYTES + IV_BYTES, KEY_BYTES + IV_BYTES + TAG_BYTES];
  return [bytes.subarray(0, iv), bytes.subarray(iv, tag), bytes.subarray(tag, rest), bytes.subarray(rest)];
}

function keyFrom(shared: Buffer, oncePublic: Uint8Array, publicKey: Uint8Array): Buffer {
  const salt = Buffer.concat([oncePublic, publicKey]);
  return Buffer.from(hkdfSync('sha256', shared, salt, INFO, KEY_BYTES));
}

const privateObject = (raw: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, raw]), type: 'pkcs8', format: 'der' });

const publicObject = (raw: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI, raw]), type: 'spki', format: 'der' });

const rawPublic = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' }).subarray(SPKI.length);
