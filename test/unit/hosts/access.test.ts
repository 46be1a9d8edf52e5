import { describe, expect, it } from 'vitest';
import { Access } from '../../../src-main/hosts/web/access.ts';

describe('access to the web host', () => {
  it('lets a token in once', () => {
    const access = new Access();
    const token = access.issueToken();
    expect(access.redeem(token)).not.toBeNull();
    expect(access.redeem(token)).toBeNull();
  });

  it('gives every token and session 256 bits of its own', () => {
    const access = new Access();
    const tokens = [access.issueToken(), access.issueToken()];
    const secrets = [...tokens, ...tokens.map((token) => access.redeem(token) ?? '')];
    expect(new Set(secrets).size).toBe(4);
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  });

  it('knows the sessions that it gave, and neither tokens nor anything else for one', () => {
    const access = new Access();
    const token = access.issueToken();
    const session = access.redeem(token);
    const unused = access.issueToken();
    expect(access.hasSession(session)).toBe(true);
    expect([null, '', token, unused, `${session} `].map((other) => access.hasSession(other))).not.toContain(true);
  });

  it('refuses an unknown token and keeps the good one', () => {
    const access = new Access();
    const token = access.issueToken();
    expect(access.redeem('')).toBeNull();
    expect(access.redeem(token.slice(0, -1))).toBeNull();
    expect(access.redeem(token)).not.toBeNull();
  });
});
