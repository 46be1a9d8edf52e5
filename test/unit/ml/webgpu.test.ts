import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { chooseWebGpu, type WebGpuProbe } from '../../../src-main/ml/engine/webgpu-choice.ts';
import type { OnBothEngines } from '../../helpers/on-both-engines.ts';
import { environmentWithVulkan, hasWebGpu } from '../../helpers/software-vulkan.ts';

describe.runIf(hasWebGpu)('WebGPU (skipped: without npm run setup -- --webgpu)', () => {
  it('computes what the engine computes, and finds what it finds', { timeout: 240_000 }, async (context) => {
    const found = await onBothEngines();
    if (found === undefined) return context.skip('neither a graphics processor nor the SwiftShader of Chromium');
    const { native, webgpu } = found.results;
    expect(found.engine).toMatch(/^(TensorFlow|tfjs-wasm) \S+ with WebGPU \(.+\)$/);
    expectClose(webgpu.logits, native.logits);
    expectClose(webgpu.bySignal, native.bySignal);
    expectClose(webgpu.byWeights, native.byWeights);
    expect(webgpu.loss).toBeCloseTo(native.loss, 4);
    // A sign may turn where a gradient is all but 0, and δ moves by a step there.
    webgpu.adversarial.forEach((signal, i) => {
      const moved = signal.filter((value, k) => Math.abs(value - native.adversarial[i]![k]!) > 0.5);
      expect(moved.length).toBeLessThan(0.05 * signal.length);
    });
    expect(native.fooled).toContain(true);
    expect(webgpu.fooled).toEqual(native.fooled);
    // Its copy of the weights stays there until the classifier is disposed of.
    expect(native.tensorsLeft).toBe(0);
    expect(found.refused).toMatch(/refused a computation: .*EQUIPOISE_ENGINE=native/s);
  });
});

/** What both give, in a process whose environment is that of SwiftShader; undefined without any. */
async function onBothEngines(): Promise<OnBothEngines | undefined> {
  const program = path.resolve(import.meta.dirname, '../../helpers/on-both-engines.ts');
  const env = { ...environmentWithVulkan(), EQUIPOISE_ENGINE: 'webgpu', TF_CPP_MIN_LOG_LEVEL: '3' };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [program], { env, maxBuffer: 2 ** 26 });
    return JSON.parse(stdout) as OnBothEngines;
  } catch (error) {
    if ((error as { code?: number }).code === 3) return undefined;
    throw error;
  }
}

/** Within 1e-4 of the largest: sums in another order. */
function expectClose(found: readonly number[], expected: readonly number[]): void {
  const largest = Math.max(...expected.map(Math.abs));
  expect(largest).toBeGreaterThan(0);
  expect(found).toHaveLength(expected.length);
  expect(Math.max(...found.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(1e-4 * largest);
}

describe('searches go to WebGPU by themselves', () => {
  const card: WebGpuProbe = {
    ...{ adapter: { name: 'A card', isSoftware: false }, difference: 2e-5 },
    ...{ webgpuMs: 0.5, nativeMs: 12, processes: 4 },
  };

  it('where a graphics processor gives the same in less time than all cores together', () => {
    expect(chooseWebGpu(card)).toEqual({
      chosen: true,
      reason: "A card: 0.50 ms a record and step, 3.00 with 4 of the engine's processes",
    });
    expect(chooseWebGpu({ ...card, webgpuMs: 3.5 })).toMatchObject({
      chosen: false,
      reason: expect.stringContaining('not faster') as string,
    });
  });

  it('never where a program acts as one, however fast, or where the numbers differ', () => {
    const software = { name: 'SwiftShader', isSoftware: true };
    expect(chooseWebGpu({ ...card, adapter: software }).reason).toMatch(/^SwiftShader is no graphics processor/);
    expect(chooseWebGpu({ ...card, difference: 0.02 })).toEqual({
      chosen: false,
      reason: 'A card computes something else: its gradients are 2.0 % off',
    });
    expect(chooseWebGpu({ ...card, difference: Number.NaN }).chosen).toBe(false);
  });
});
