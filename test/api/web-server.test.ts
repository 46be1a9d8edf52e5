import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import { NOT_LET_IN } from '../../src-shared/contract/let-in.ts';
import { sayHello, tokenOf } from '../helpers/enter-host.ts';
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

/** The socket of a page that was let in. */
async function enter(host: WebServer = server, options: ClientOptions = {}): Promise<WebSocket> {
  return (await sayHello(host.origin, { token: tokenOf(host.issueAddress()) }, options)).socket;
}

/** Whether the page was let in, or the code that its socket was closed with. */
async function outcome(hello: Parameters<typeof sayHello>[1], host: WebServer = server): Promise<true | number> {
  const { socket, session, code } = await sayHello(host.origin, hello);
  socket.terminate();
  return session === undefined ? (code ?? 0) : true;
}

describe('the address with a token', () => {
  it('keeps the token where no browser sends it, and buys a session that is not the token', async () => {
    const address = server.issueAddress();
    const token = tokenOf(address);
    expect(new URL(address).hash).toBe(`#open=${token}`);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const { socket, session } = await sayHello(server.origin, { token });
    socket.terminate();
    expect(session).toMatch(/^[\w-]{43}$/);
    expect(session).not.toBe(token);
    expect(used).toEqual([token]);
  });

  it('works once', async () => {
    const token = tokenOf(server.issueAddress());
    expect(await outcome({ token })).toBe(true);
    expect(await outcome({ token })).toBe(NOT_LET_IN);
  });

  it('is not used up by a page that has a session already', async () => {
    const { session } = await sayHello(server.origin, { token: tokenOf(server.issueAddress()) });
    const token = tokenOf(server.issueAddress());
    expect(await outcome({ session: session ?? '', token })).toBe(true);
    expect(await outcome({ token })).toBe(true);
  });

  it('lets in a page that was opened with it after its program, and so its session, had ended', async () => {
    expect(await outcome({ session: 'A'.repeat(43), token: tokenOf(server.issueAddress()) })).toBe(true);
  });
});

describe('a page without a session', () => {
  it.each([{}, { token: 'A'.repeat(43) }, { session: 'A'.repeat(43) }, '', 'null', '{"session":1}', 'x'.repeat(5000)])(
    'is closed after %j, and answered nothing',
    async (hello) => {
      expect(await outcome(hello)).toBe(NOT_LET_IN);
    },
  );

  it('is let in by no cookie, and given none: browsers send those to every port of this computer', async () => {
    const { session } = await sayHello(server.origin, { token: tokenOf(server.issueAddress()) });
    const Cookie = `equipoise-${server.port}=${session}`;
    const { socket, code } = await sayHello(server.origin, {}, { headers: { Cookie } });
    socket.terminate();
    expect(code).toBe(NOT_LET_IN);
    for (const address of [server.issueAddress(), `${server.origin}/`]) {
      const { headers, body } = await rawRequest(address, { headers: { Cookie } });
      expect([headers['set-cookie'], body]).toEqual([undefined, '<title>Equipoise</title>']);
    }
  });

  it('cannot call anything before it was let in', async () => {
    const { socket, code } = await sayHello(server.origin, '{"i":"1","p":{"u":"/app/info"}}');
    socket.terminate();
    expect(code).toBe(NOT_LET_IN);
  });
});

describe('the window’s files', () => {
  it('are served to whoever asks, the page never kept', async () => {
    const page = await rawRequest(`${server.origin}/`);
    expect(page).toMatchObject({ status: 200, body: '<title>Equipoise</title>' });
    expect(page.headers['cache-control']).toBe('no-store');
    const script = await rawRequest(`${server.origin}/assets/app-1.js`);
    expect(script).toMatchObject({ status: 200, body: 'run()' });
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    const head = await rawRequest(`${server.origin}/assets/app-1.js`, { method: 'HEAD' });
    expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', '5']);
  });

  it('gets nothing from outside of the window’s folder', async () => {
    for (const url of ['/../secret.txt', '/assets/../../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt']) {
      const { status, body } = await rawRequest(`${server.origin}${url}`);
      expect([status, body.includes('not for the window')]).toEqual([404, false]);
    }
  });

  it('is turned away under another name, from another origin, and with another method', async () => {
    const status = async (method: string, headers: Record<string, string>): Promise<number> =>
      (await rawRequest(`${server.origin}/`, { method, headers })).status;
    expect(await status('GET', { Host: `localhost:${server.port}` })).toBe(421);
    expect(await status('GET', { Origin: 'http://evil.example' })).toBe(403);
    expect(await status('GET', { Origin: 'null' })).toBe(403);
    expect(await status('POST', {})).toBe(403);
    expect(await status('POST', { Origin: server.origin })).toBe(405);
    expect(await status('OPTIONS', { Origin: server.origin })).toBe(405);
  });

  it('opens the WebSocket from our own page and from nowhere else', async () => {
    const status = (headers: Record<string, string>, url = '/rpc'): Promise<number> =>
      upgradeStatus(`${server.origin}${url}`, headers);
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
    const answers = await Promise.all([
      rawRequest(server.issueAddress()),
      rawRequest(`${server.origin}/`),
      rawRequest(`${server.origin}/missing.js`),
      rawRequest(`${server.origin}/`, { headers: { Origin: 'http://evil.example' } }),
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
    const { body } = await rawRequest(`${server.origin}/%3Cscript%3E`);
    expect(body).not.toContain('<script');
  });
});

describe('the WebSocket', () => {
  it('is closed for a request that is far too large', async () => {
    const socket = await enter();
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    socket.send('x'.repeat(9 * 1024 * 1024));
    await closed;
  });

  it('is kept open for a window that answers, and closed for one that does not', async () => {
    const host = await start({ port: 0, keepAliveMs: 50 });
    const alive = await enter(host);
    const asleep = await enter(host, { autoPong: false });
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
    const socket = await enter(host);
    const code = new Promise((resolve) => socket.once('close', resolve));
    await host.close();
    expect(await code).toBe(1001);
    await expect(rawRequest(`${host.origin}/`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
