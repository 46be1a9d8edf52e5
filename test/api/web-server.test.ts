import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import { startWebServer, type WebServer } from '../../src-main/hosts/web/web-server.ts';
import { rawRequest, upgradeStatus } from '../helpers/raw-http.ts';
import { stubRouter } from './stub-router.ts';

let folder: string;
let server: WebServer;
let used: string[];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'equipoise-web-'));
  mkdirSync(path.join(folder, 'renderer', 'assets'), { recursive: true });
  writeFileSync(path.join(folder, 'renderer', 'index.html'), '<title>Equipoise</title>');
  writeFileSync(path.join(folder, 'renderer', 'assets', 'app-1.js'), 'run()');
  writeFileSync(path.join(folder, 'secret.txt'), 'not for the window');
  server = await start({ port: 0 });
});
beforeEach(() => (used = []));
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function start(options: { port?: number; keepAliveMs?: number }): Promise<WebServer> {
  return startWebServer({
    router: stubRouter('web').router,
    rendererDir: path.join(folder, 'renderer'),
    onTokenUsed: (token) => used.push(token),
    ...options,
  });
}

/** A browser that was let in: its Cookie header. */
async function enter(host: WebServer = server): Promise<string> {
  const { headers } = await rawRequest(host.issueAddress());
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

function openSocket(host: WebServer, headers: Record<string, string>, options: ClientOptions = {}): Promise<WebSocket> {
  const socket = new WebSocket(`${host.origin.replace('http', 'ws')}/rpc`, { ...options, headers });
  return new Promise((resolve, reject) => socket.once('open', () => resolve(socket)).once('error', reject));
}

describe('the address with a token', () => {
  it('buys a cookie that is not the token, and is led away from', async () => {
    const address = server.issueAddress();
    const { status, headers, body } = await rawRequest(address);
    expect([status, headers.location, body]).toEqual([303, '/', '']);
    const [cookie = ''] = headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^equipoise-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    const token = address.slice(address.lastIndexOf('/') + 1);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(cookie).not.toContain(token);
    expect(used).toEqual([token]);
  });

  it('works once', async () => {
    const address = server.issueAddress();
    await rawRequest(address);
    const second = await rawRequest(address);
    expect(second.status).toBe(403);
    expect(second.headers['set-cookie']).toBeUndefined();
    expect(second.body).toContain('the last address that Equipoise printed');
  });

  it('opens the page again in the browser that it let in', async () => {
    const address = server.issueAddress();
    const { headers } = await rawRequest(address);
    const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    expect(await rawRequest(address, { headers: { Cookie: cookie } })).toMatchObject({ status: 303, body: '' });
  });

  it('is not used up by HEAD, by another host name or by another page', async () => {
    const address = server.issueAddress();
    const statuses = [
      await rawRequest(address, { method: 'HEAD' }),
      await rawRequest(address, { headers: { Host: 'localhost' } }),
      await rawRequest(address, { headers: { Origin: 'http://evil.example' } }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([403, 421, 403]);
    expect((await rawRequest(address)).status).toBe(303);
  });

  it('is refused when it was made up', async () => {
    const { status, headers } = await rawRequest(`${server.origin}/open/${'A'.repeat(43)}`);
    expect([status, headers['set-cookie']]).toEqual([403, undefined]);
  });
});

describe('a browser without a session', () => {
  it.each(['/', '/index.html', '/assets/app-1.js', '/anything'])(
    'gets nothing but how to open it at %s',
    async (url) => {
      const { status, body } = await rawRequest(`${server.origin}${url}`);
      expect(status).toBe(401);
      expect(body).toContain('Open the last address that Equipoise printed');
    },
  );

  it('cannot open the WebSocket', async () => {
    expect(await upgradeStatus(`${server.origin}/rpc`, { Origin: server.origin })).toBe(401);
    const guessed = { Origin: server.origin, Cookie: `equipoise-${server.port}=${'A'.repeat(43)}` };
    expect(await upgradeStatus(`${server.origin}/rpc`, guessed)).toBe(401);
  });
});

describe('a browser with a session', () => {
  it('gets the page, never kept, and its files', async () => {
    const headers = { Cookie: await enter() };
    const page = await rawRequest(`${server.origin}/`, { headers });
    expect(page).toMatchObject({ status: 200, body: '<title>Equipoise</title>' });
    expect(page.headers['cache-control']).toBe('no-store');
    const script = await rawRequest(`${server.origin}/assets/app-1.js`, { headers });
    expect(script).toMatchObject({ status: 200, body: 'run()' });
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    const head = await rawRequest(`${server.origin}/assets/app-1.js`, { method: 'HEAD', headers });
    expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', '5']);
  });

  it('gets nothing from outside of the window’s folder', async () => {
    const headers = { Cookie: await enter() };
    for (const url of ['/../secret.txt', '/assets/../../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt']) {
      const { status, body } = await rawRequest(`${server.origin}${url}`, { headers });
      expect([status, body.includes('not for the window')]).toEqual([404, false]);
    }
  });

  it('is turned away under another name, from another origin, and with another method', async () => {
    const Cookie = await enter();
    const status = async (method: string, headers: Record<string, string>): Promise<number> =>
      (await rawRequest(`${server.origin}/`, { method, headers: { Cookie, ...headers } })).status;
    expect(await status('GET', { Host: `localhost:${server.port}` })).toBe(421);
    expect(await status('GET', { Origin: 'http://evil.example' })).toBe(403);
    expect(await status('GET', { Origin: 'null' })).toBe(403);
    expect(await status('POST', {})).toBe(403);
    expect(await status('POST', { Origin: server.origin })).toBe(405);
    expect(await status('OPTIONS', { Origin: server.origin })).toBe(405);
  });

  it('opens the WebSocket from our own page and from nowhere else', async () => {
    const Cookie = await enter();
    const status = (headers: Record<string, string>, url = '/rpc'): Promise<number> =>
      upgradeStatus(`${server.origin}${url}`, { Cookie, ...headers });
    expect(await status({ Origin: server.origin })).toBe(101);
    expect(await status({})).toBe(403);
    expect(await status({ Origin: 'http://evil.example' })).toBe(403);
    expect(await status({ Origin: `http://127.0.0.1:${server.port + 1}` })).toBe(403);
    expect(await status({ Origin: `http://localhost:${server.port}` })).toBe(403);
    expect(await status({ Origin: server.origin, Host: `localhost:${server.port}` })).toBe(421);
    expect(await status({ Origin: server.origin }, '/rpc/other')).toBe(404);
  });
});

describe('every answer', () => {
  it('carries a strict policy and allows no other origin', async () => {
    const Cookie = await enter();
    const answers = await Promise.all([
      rawRequest(server.issueAddress()),
      rawRequest(`${server.origin}/`),
      rawRequest(`${server.origin}/`, { headers: { Cookie } }),
      rawRequest(`${server.origin}/missing.js`, { headers: { Cookie } }),
      rawRequest(`${server.origin}/`, { headers: { Cookie, Origin: 'http://evil.example' } }),
    ]);
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      const policy = headers['content-security-policy'] ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|\*/);
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it('tells nothing about the request in markup', async () => {
    const { body } = await rawRequest(`${server.origin}/%3Cscript%3E`, { headers: { Cookie: await enter() } });
    expect(body).not.toContain('<script');
  });
});

describe('the WebSocket', () => {
  it('is closed for a request that is far too large', async () => {
    const socket = await openSocket(server, { Cookie: await enter(), Origin: server.origin });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    socket.send('x'.repeat(2 * 1024 * 1024));
    await closed;
  });

  it('is kept open for a window that answers, and closed for one that does not', async () => {
    const host = await start({ port: 0, keepAliveMs: 50 });
    const headers = { Cookie: await enter(host), Origin: host.origin };
    const alive = await openSocket(host, headers);
    const asleep = await openSocket(host, headers, { autoPong: false });
    await new Promise((resolve) => asleep.once('close', resolve));
    expect(alive.readyState).toBe(WebSocket.OPEN);
    await host.close();
  });
});

describe('the port', () => {
  it('is open on the loopback address only', async () => {
    const outside = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    for (const { address } of outside.filter(({ family, internal }) => family === 'IPv4' && !internal)) {
      await expect(rawRequest(`http://${address}:${server.port}/`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    }
    expect(new URL(server.origin).hostname).toBe('127.0.0.1');
  });

  it('that is in use is refused with a sentence', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) =>
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
    );
    await expect(start({ port })).rejects.toMatchObject({
      code: 'conflict',
      message: `Port ${port} is in use. Name another with --port, or leave --port out.`,
    });
    other.close();
  });

  it('is another when none was named and the usual one is taken', async () => {
    const hosts = [await start({}), await start({})];
    expect(new Set(hosts.map(({ port }) => port)).size).toBe(2);
    for (const host of hosts) await host.close();
  });
});

describe('the end', () => {
  it('closes every window’s connection and the port', async () => {
    const host = await start({ port: 0 });
    const socket = await openSocket(host, { Cookie: await enter(host), Origin: host.origin });
    const code = new Promise((resolve) => socket.once('close', resolve));
    await host.close();
    expect(await code).toBe(1001);
    await expect(rawRequest(`${host.origin}/`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
