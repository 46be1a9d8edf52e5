import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spawnNodeWorker } from '../../../src-main/hosts/spawn-node-worker.ts';

let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'equipoise-worker-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function spawnScript(source: string) {
  const file = path.join(folder, `${Math.floor(performance.now() * 1e6)}.mts`);
  writeFileSync(file, source);
  const worker = spawnNodeWorker(file);
  const message = new Promise((resolve) => worker.onMessage(resolve));
  const exit = new Promise((resolve) => worker.onExit(resolve));
  return { worker, message, exit };
}

describe('a worker process', () => {
  it('runs TypeScript and gives typed arrays back as they are', async () => {
    const { worker, message, exit } = spawnScript(`
      process.once('message', (samples: Float32Array) => {
        process.send!(samples.map((value: number) => 2 * value), () => process.disconnect());
      });`);
    worker.send(new Float32Array([1, 2.5]));
    expect(await message).toEqual(new Float32Array([2, 5]));
    expect(await exit).toBe(0);
  });

  it('has the environment of its parent', async () => {
    process.env['TF_NUM_INTRAOP_THREADS'] = '1';
    const { message } = spawnScript(`process.send!(process.env.TF_NUM_INTRAOP_THREADS, () => process.disconnect());`);
    expect(await message).toBe('1');
    delete process.env['TF_NUM_INTRAOP_THREADS'];
  });

  it('says with which code it ended', async () => {
    expect(await spawnScript('process.exit(3)').exit).toBe(3);
  });

  it('is ended though it does nothing but compute', async () => {
    const { worker, message, exit } = spawnScript(`process.send!('busy', () => { for (;;); });`);
    expect(await message).toBe('busy');
    worker.kill();
    expect(await exit).toBeNull();
  });

  it('takes a message that comes too late without harm', async () => {
    const { worker, exit } = spawnScript('process.disconnect()');
    await exit;
    expect(() => worker.send({ type: 'cancel' })).not.toThrow();
  });
});
