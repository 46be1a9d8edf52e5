import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkOfKey } from '../../src-main/db/studies/session-keys.ts';
import { canonicalJson } from '../../src-shared/format/canonical-json.ts';

describe('a signature of an answer', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const written = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const value = { position: 1, answer: 'upper' };
  const signature = sign(null, Buffer.from(canonicalJson(value)), privateKey).toString('base64');

  it('is believed as it was written, for the value that it was made of', () => {
    expect(checkOfKey(written)(value, signature)).toBe(true);
    expect(checkOfKey(written)({ ...value, answer: 'lower' }, signature)).toBe(false);
  });

  it('is not believed in another spelling, which base64 would take for the same', () => {
    const others = [`${signature}-12345`, signature.replace(/=+$/, ''), `${signature}\n`];
    expect(others.map((other) => Buffer.from(other, 'base64').toString('base64') === signature)).toContain(true);
    expect(others.map((other) => checkOfKey(written)(value, other))).toEqual([false, false, false]);
    expect(checkOfKey(`${written}x`)(value, signature)).toBe(false);
  });
});
