import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe } from 'vitest';

/** Redis or Valkey, where one is installed (Debian: apt-get install redis-server). */
const program = ['redis-server', 'valkey-server'].find((name) => spawnSync(name, ['--version']).status === 0);

/** Tests with a server of their own on the loopback address; where none is installed they are skipped, and their name says so. */
export function describeWithRedis(name: string, tests: (url: () => string) => void): void {
  if (program === undefined) {
    describe.skip(`${name} (skipped: there is neither redis-server nor valkey-server)`, () => tests(() => ''));
    return;
  }
  describe(name, () => {
    let url = '';
    let stop = (): unknown => undefined;
    beforeAll(async () => {
      const port = await freePort();
      const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
      const server = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      stop = () => server.kill();
      await new Promise<void>((ready) => {
        server.stdout.on('data', (text: Buffer) => void (text.includes('Ready to accept connections') && ready()));
      });
      url = `redis://127.0.0.1:${port}`;
    });
    afterAll(() => stop());
    tests(() => url);
  });
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
