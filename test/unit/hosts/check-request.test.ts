import { describe, expect, it } from 'vitest';
import { checkRequest } from '../../../src-main/hosts/web/check-request.ts';

const ORIGIN = 'http://127.0.0.1:4787';
const HOST = '127.0.0.1:4787';

function status(headers: Record<string, string>, { method = 'GET', url = '/', needsOrigin = false } = {}): number {
  return checkRequest({ method, url, headers }, ORIGIN, { needsOrigin })?.status ?? 200;
}

describe('the check of a request', () => {
  it.each([
    'localhost:4787',
    '127.0.0.1',
    '127.0.0.1:4788',
    'evil.example:4787',
    '[::1]:4787',
    '127.0.0.1:4787.evil.example',
  ])('turns away the host %s', (host) => expect(status({ host })).toBe(421));

  it('takes exactly its own host', () => {
    expect(status({ host: HOST })).toBe(200);
    expect(status({})).toBe(421);
  });

  it.each(['http://127.0.0.1:4788', 'https://127.0.0.1:4787', 'http://localhost:4787', 'null', ''])(
    'turns away the origin "%s" on every kind of request',
    (origin) => {
      expect(status({ host: HOST, origin })).toBe(403);
      expect(status({ host: HOST, origin }, { needsOrigin: true })).toBe(403);
      expect(status({ host: HOST, origin }, { method: 'POST' })).toBe(403);
    },
  );

  it('asks for an origin where a page of another origin could act', () => {
    expect(status({ host: HOST }, { needsOrigin: true })).toBe(403);
    expect(status({ host: HOST }, { method: 'POST' })).toBe(403);
    expect(status({ host: HOST, origin: ORIGIN }, { needsOrigin: true })).toBe(200);
  });

  it('answers no method but GET and HEAD', () => {
    expect(status({ host: HOST, origin: ORIGIN }, { method: 'POST' })).toBe(405);
    expect(status({ host: HOST, origin: ORIGIN }, { method: 'OPTIONS' })).toBe(405);
    expect(status({ host: HOST }, { method: 'HEAD' })).toBe(200);
  });

  it('lets a person follow a link to here, and no page of another origin load parts', () => {
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect(status({ host: HOST, ...link })).toBe(200);
    expect(status({ host: HOST, ...link, 'sec-fetch-dest': 'iframe' })).toBe(403);
    expect(status({ host: HOST, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' })).toBe(403);
    expect(status({ host: HOST, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'no-cors' })).toBe(200);
  });

  it('takes no absolute address for a path', () => {
    expect(status({ host: HOST }, { url: 'http://evil.example/' })).toBe(400);
    expect(status({ host: HOST }, { url: '//evil.example/' })).toBe(400);
  });
});
