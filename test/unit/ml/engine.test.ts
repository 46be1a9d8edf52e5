import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ENGINE_SAID } from '../../../src-shared/engine-said.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';

const engineFile = pathToFileURL(path.resolve(import.meta.dirname, '../../../src-main/ml/engine/engine.ts')).href;

interface Answer {
  /** The engine's name, or the error. */
  said: string;
  stderr: string;
}

/** What a new process gets that cannot load native TensorFlow and opens the engine twice. */
async function openWithoutNative(environment: Record<string, string>): Promise<Answer> {
  const script = `
    import { registerHooks } from 'node:module';
    registerHooks({
      resolve(name, context, next) {
        if (name === '@tensorflow/tfjs-node') throw new Error('libtensorflow.so.2 is not there');
        return next(name, context);
      },
    });
    const { openEngine } = await import('${engineFile}');
    await openEngine().catch(() => undefined);
    console.log(await openEngine().then(({ name }) => name, ({ code, message }) => code + ': ' + message));
  `;
  const env = { ...process.env, EQUIPOISE_ENGINE: '', ...environment };
  const node = ['--input-type=module', '-e', script];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, node, { env });
  return { said: stdout.trim(), stderr };
}

it('the engine says what it is, and stays the same', async () => {
  const engine = await openEngine();
  expect(engine.version).toMatch(engine.name === 'native' ? /^TensorFlow \d+\.\d+/ : /^tfjs-wasm \d+\.\d+/);
  expect(await openEngine()).toBe(engine);
  const other = engine.name === 'native' ? 'wasm' : 'native';
  await expect(openEngine({ force: other })).rejects.toMatchObject({ code: 'conflict' });
});

it('without native TensorFlow it is WASM, with one warning that says why and what to do', async () => {
  const { said, stderr } = await openWithoutNative({});
  expect(said).toBe('wasm');
  const warnings = stderr.split('\n').filter((line) => line.startsWith('Warning: native'));
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/libtensorflow\.so\.2 is not there\); tfjs-wasm \d.* is used instead.*npm run setup/);
});

it('warns once for all workers of a program', async () => {
  const { said, stderr } = await openWithoutNative({ [ENGINE_SAID]: '1' });
  expect(said).toBe('wasm');
  expect(stderr).not.toContain('Warning: native');
});

it('WASM that is asked for needs no warning', async () => {
  const { said, stderr } = await openWithoutNative({ EQUIPOISE_ENGINE: 'wasm' });
  expect(said).toBe('wasm');
  expect(stderr).not.toContain('Warning: native');
});

it('a native engine that is asked for and missing is an error with the cure, never another engine', async () => {
  const { said } = await openWithoutNative({ EQUIPOISE_ENGINE: 'native' });
  expect(said).toMatch(/^unavailable: .*libtensorflow\.so\.2 is not there.*npm run setup/);
});

it('an engine that nobody knows is refused', async () => {
  const { said } = await openWithoutNative({ EQUIPOISE_ENGINE: 'cuda' });
  expect(said).toMatch(/^bad-input: EQUIPOISE_ENGINE is 'cuda'/);
});
