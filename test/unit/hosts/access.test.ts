import { describe, expect, it } from 'vitest';
import { Access } from '../../../src-main/hosts/web/access.ts';
import { readSessionCookie, sessionCookie } from '../../../src-main/hosts/web/cookie.ts';

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

describe('the session cookie', () => {
  it('is unreadable to scripts, bound to this site, and gone with the browser', () => {
    expect(sessionCookie(4787, 'abc')).toBe('equipoise-4787=abc; Path=/; HttpOnly; SameSite=Strict');
  });

  it('is found among other cookies, by its port', () => {
    const header = 'theme=dark; equipoise-47=no; equipoise-4787=abc; equipoise-4788=other';
    expect(readSessionCookie(4787, header)).toBe('abc');
    expect(readSessionCookie(4789, header)).toBeNull();
    expect(readSessionCookie(4787, undefined)).toBeNull();
  });
});
