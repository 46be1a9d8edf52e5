import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { openEngine } from '../../../src-main/ml/engine.ts';

const engineFile = pathToFileURL(path.resolve(import.meta.dirname, '../../../src-main/ml/engine.ts')).href;

/** What a new process gets that cannot load native TensorFlow: the engine's name, or the error. */
async function openWithoutNative(environment: Record<string, string>): Promise<string> {
  const script = `
    import { registerHooks } from 'node:module';
    registerHooks({
      resolve(name, context, next) {
        if (name === '@tensorflow/tfjs-node') throw new Error('libtensorflow.so.2 is not there');
        return next(name, context);
      },
    });
    const { openEngine } = await import('${engineFile}');
    console.log(await openEngine().then(({ name }) => name, ({ code, message }) => code + ': ' + message));
  `;
  const env = { ...process.env, EQUIPOISE_ENGINE: '', ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env });
  return stdout.trim();
}

it('the engine says what it is, and stays the same', async () => {
  const engine = await openEngine();
  expect(engine.version).toMatch(engine.name === 'native' ? /^TensorFlow \d+\.\d+/ : /^tfjs-wasm \d+\.\d+/);
  expect(await openEngine()).toBe(engine);
  const other = engine.name === 'native' ? 'wasm' : 'native';
  await expect(openEngine({ force: other })).rejects.toMatchObject({ code: 'conflict' });
});

it('without native TensorFlow it is WASM', async () => {
  expect(await openWithoutNative({})).toBe('wasm');
});

it('a native engine that is asked for and missing is an error with the cure, never another engine', async () => {
  const answer = await openWithoutNative({ EQUIPOISE_ENGINE: 'native' });
  expect(answer).toMatch(/^unavailable: .*libtensorflow\.so\.2 is not there.*npm run setup/);
});

it('an engine that nobody knows is refused', async () => {
  expect(await openWithoutNative({ EQUIPOISE_ENGINE: 'cuda' })).toMatch(/^bad-input: EQUIPOISE_ENGINE is 'cuda'/);
});
