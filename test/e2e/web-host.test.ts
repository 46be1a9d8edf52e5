import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawRequest, upgradeStatus } from '../helpers/raw-http.ts';
import {
  buildPage,
  hostOfKilledStart,
  runHost,
  startHost,
  workspaceOfStart,
  type HostProcess,
} from './host-process.ts';
import { launchBrowser } from './launch-browser.ts';
import { NOT_LET_IN } from '../../src-shared/contract/let-in.ts';
import { sayHello, tokenOf } from '../helpers/enter-host.ts';

let folder: string;
let host: HostProcess;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'equipoise-e2e-'));
  await buildPage();
  host = await startHost(path.join(folder, 'workspace'));
});
afterAll(async () => {
  host?.kill('SIGKILL');
  await host?.ended;
  rmSync(folder, { recursive: true, force: true });
});

/** In place of the host, one whose workspace is empty: workers prepare the demo study there, however long ago the other's did. */
async function startAnew(name: string): Promise<void> {
  host.kill('SIGKILL');
  await host.ended;
  host = await startHost(path.join(folder, name));
}

describe('the running host', () => {
  it('gives nothing to a page that comes without a token', async () => {
    expect((await sayHello(host.origin, {})).code).toBe(NOT_LET_IN);
    expect((await rawRequest(`${host.origin}/`)).headers['set-cookie']).toBeUndefined();
  });

  it('refuses a wrong Host, on pages and on the WebSocket', async () => {
    for (const Host of ['localhost', 'evil.example', `localhost:${new URL(host.origin).port}`]) {
      expect((await rawRequest(`${host.origin}/`, { headers: { Host } })).status).toBe(421);
      expect(await upgradeStatus(`${host.origin}/rpc`, { Host, Origin: host.origin })).toBe(421);
    }
  });

  it('refuses a foreign Origin, on pages and on the WebSocket', async () => {
    for (const Origin of ['http://evil.example', 'null', host.origin.replace('127.0.0.1', 'localhost')]) {
      expect((await rawRequest(`${host.origin}/`, { headers: { Origin } })).status).toBe(403);
      expect(await upgradeStatus(`${host.origin}/rpc`, { Origin })).toBe(403);
    }
    expect(await upgradeStatus(`${host.origin}/rpc`, {})).toBe(403);
    expect(await upgradeStatus(`${host.origin}/rpc`, { Origin: host.origin })).toBe(101);
  });

  it('prints a new address when one was used, and the used one opens nothing', async () => {
    const used = host.address();
    const { socket } = await sayHello(host.origin, { token: tokenOf(used) });
    socket.terminate();
    await expect.poll(() => host.address()).not.toBe(used);
    expect((await sayHello(host.origin, { token: tokenOf(used) })).code).toBe(NOT_LET_IN);
  });

  it('lets in a tab, its reload and a second tab; another browser only with an address of its own', async () => {
    const browser = await launchBrowser();
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(host.address());
    await page.getByRole('link', { name: 'Studies' }).waitFor();
    expect(page.url()).toBe(`${host.origin}/`);
    await page.reload();
    await page.getByRole('link', { name: 'Studies' }).waitFor();
    const second = await context.newPage();
    await second.goto(`${host.origin}/#/studies`);
    await second.getByRole('link', { name: 'Studies' }).waitFor();
    expect(await context.cookies()).toEqual([]);
    const other = await (await browser.newContext()).newPage();
    await other.goto(`${host.origin}/`);
    await other.getByText('This page has not been let in').waitFor();
    await other.getByLabel('Address').fill(host.address());
    await other.getByRole('button', { name: 'Open' }).click();
    await other.getByRole('link', { name: 'Studies' }).waitFor();
    await browser.close();
  });

  it('keeps a page of another origin out, in a browser that was let in', async () => {
    const browser = await launchBrowser();
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(host.address());
    await page.getByRole('link', { name: 'Studies' }).waitFor();
    const foreign = await context.newPage();
    await foreign.route('http://127.0.0.1:1/', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<p>Elsewhere' }),
    );
    await foreign.goto('http://127.0.0.1:1/');
    const outcome = await foreign.evaluate(async (origin) => {
      const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`);
      const opened = await new Promise((resolve) => {
        socket.onopen = () => resolve(true);
        socket.onerror = () => resolve(false);
      });
      const fetched = await fetch(`${origin}/`, { credentials: 'include' }).then(
        () => true,
        () => false,
      );
      return { opened, fetched };
    }, host.origin);
    expect(outcome).toEqual({ opened: false, fetched: false });
    await browser.close();
  });

  it.runIf(processIds().length > 0)('ends cleanly in the middle of a job, and leaves no worker behind', async () => {
    await startAnew('ended');
    await expect.poll(() => childrenOf(host.pid).length, { timeout: 60_000 }).toBeGreaterThan(0);
    const workers = childrenOf(host.pid);
    host.kill('SIGTERM');
    expect(await host.ended).toBe(0);
    await expect.poll(() => workers.filter(isRunning), { timeout: 60_000 }).toEqual([]);
    await expect(rawRequest(`${host.origin}/`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it.runIf(processIds().length > 0)('leaves no worker behind when it is killed', async () => {
    await startAnew('killed');
    await expect.poll(() => childrenOf(host.pid).length, { timeout: 60_000 }).toBeGreaterThan(0);
    const workers = childrenOf(host.pid);
    host.kill('SIGKILL');
    await expect.poll(() => workers.filter(isRunning), { timeout: 60_000 }).toEqual([]);
  });
});

describe('a page whose host was killed and started again', () => {
  it('goes on by itself, and says what to open where the new host does not know it', async () => {
    const workspace = path.join(folder, 'again');
    const first = await startHost(workspace);
    const { port } = new URL(first.origin);
    const browser = await launchBrowser();
    const page = await browser.newPage();
    const lost = page.getByText('The connection to Equipoise was lost.');
    await page.goto(first.address());
    await page.getByRole('link', { name: 'Studies' }).waitFor();
    first.kill('SIGKILL');
    await first.ended;
    await lost.waitFor();
    const second = await startHost(workspace, ['--port', port]);
    await lost.waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: 'Studies' }).waitFor();

    second.kill('SIGKILL');
    await second.ended;
    rmSync(path.join(workspace, 'window-access.json'));
    const third = await startHost(workspace, ['--port', port]);
    await page.getByText('Open the last address that Equipoise printed').waitFor();
    await page.goto(third.address());
    await page.getByRole('link', { name: 'Studies' }).waitFor();
    await browser.close();
    third.kill('SIGTERM');
    await third.ended;
  });
});

describe('npm start', () => {
  it('leaves no host behind when the wrapper itself is killed', async () => {
    const pid = await hostOfKilledStart(folder, ['--workspace', './left']);
    expect(pid).toBeGreaterThan(0);
    await expect.poll(() => isRunning(pid), { timeout: 30_000 }).toBe(false);
  });

  it('opens a workspace below the folder that it was called in', async () => {
    const workspace = await workspaceOfStart(folder, ['--workspace', './mine']);
    expect(workspace).toBe(path.join(realpathSync(folder), 'mine'));
  });
});

describe('a start that fails', () => {
  it('says that the port or the workspace is in use', async () => {
    const other = await startHost(path.join(folder, 'other'));
    const { port } = new URL(other.origin);
    const { code, stdout, stderr } = await runHost([
      '--workspace',
      path.join(folder, 'third'),
      '--port',
      port,
      '--no-open',
    ]);
    const sameWorkspace = await runHost(['--workspace', path.join(folder, 'other'), '--no-open']);
    other.kill('SIGINT');
    expect([sameWorkspace.code, sameWorkspace.stdout]).toEqual([1, '']);
    expect(sameWorkspace.stderr).toMatch(
      /^The workspace .* is open in another Equipoise\. Use that window, or name another/,
    );
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(`Port ${port} is in use. Name another with --port, or leave --port out.\n`);
    expect(await other.ended).toBe(0);
  });

  it('says that the workspace cannot be written', async () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    const { code, stdout, stderr } = await runHost(['--workspace', path.join(file, 'workspace'), '--no-open']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^The workspace folder .*file\/workspace cannot be written \(ENOTDIR\)\. Choose another with --workspace\.\n$/,
    );
  });

  it('says what was wrong with the options', async () => {
    const { code, stderr } = await runHost(['--port', 'http']);
    expect(code).toBe(2);
    expect(stderr).toContain('It must be a whole number from 0 to 65535.');
  });
});

/** Process ids of the children of a process, by what Linux says of each; not known elsewhere. */
function childrenOf(pid: number): number[] {
  return processIds().filter((id) => statOf(id)?.parent === pid);
}

function isRunning(pid: number): boolean {
  const stat = statOf(pid);
  return stat !== undefined && stat.state !== 'Z';
}

function processIds(): number[] {
  return existsSync('/proc/self/stat')
    ? readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .map(Number)
    : [];
}

function statOf(pid: number): { state: string; parent: number } | undefined {
  try {
    // "pid (name) state parent …": the name may hold spaces and brackets.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return { state: fields[0] ?? '', parent: Number(fields[1]) };
  } catch {
    return undefined; // it has ended
  }
}
