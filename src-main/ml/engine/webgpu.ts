import { pathToFileURL } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { WEBGPU_PACKAGES, findApart } from './installed-apart.ts';

/** A graphics processor, or a program that acts as one. */
export interface GpuAdapter {
  /** As its driver calls it, e.g. 'SwiftShader driver 5.0.0'. */
  name: string;
  /** Computed by the processor, which native TensorFlow does in less time. */
  isSoftware: boolean;
  /** Throws AppError 'unavailable' if it has refused a computation: its results are then any numbers. */
  check(): void;
}

/** What is used of the interface (https://www.w3.org/TR/webgpu) that the package `webgpu`, Dawn, brings to Node. */
interface Gpu {
  requestAdapter(options: { powerPreference: 'high-performance' }): Promise<Adapter | null>;
}
interface Adapter {
  info: { vendor: string; architecture: string; device: string; description: string; isFallbackAdapter: boolean };
  limits: Record<string, number>;
  requestDevice(options: { requiredLimits: Record<string, number> }): Promise<Device>;
}
interface Device {
  lost: Promise<{ message: string }>;
  onuncapturederror: ((event: { error: { message: string }; preventDefault(): void }) => void) | null;
}
interface Dawn {
  create(flags: string[]): Gpu;
  globals: object;
}
interface Backend {
  WebGPUBackend: new (device: unknown, info: Adapter['info']) => tf.KernelBackend;
}

/** What a device must be asked for: without it, it has the least that any has. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
];
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render|warp/i;

/** Dawn ends its devices when this is collected as garbage. */
let gpu: Gpu | undefined;

/**
 * Makes 'webgpu' one of the backends of @tensorflow/tfjs-core, not the current one. Throws AppError 'unavailable' that says what is missing:
 * the packages, or a graphics processor with its driver.
 */
export async function openWebGpu(): Promise<GpuAdapter> {
  const dawn = await load<Dawn>('webgpu');
  gpu ??= dawn.create([]);
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) {
    throw new AppError(
      'unavailable',
      'No graphics processor answers to WebGPU. It needs a driver of Vulkan (Linux), Metal (macOS) or Direct3D 12 (Windows).',
    );
  }
  Object.assign(globalThis, dawn.globals);
  const requiredLimits = Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name] as number]));
  const device = await adapter.requestDevice({ requiredLimits });
  let refused: string | undefined;
  // It says so here only: whoever reads the result gets numbers all the same.
  device.onuncapturederror = (event) => {
    refused ??= event.error.message;
    event.preventDefault();
  };
  void device.lost.then(({ message }) => (refused ??= `it is gone (${message})`));
  // Only this package registers the gradients of tfjs-core's operations where tfjs-node does not.
  await (import('@tensorflow/tfjs') as Promise<unknown>);
  const { WebGPUBackend } = await load<Backend>('@tensorflow/tfjs-backend-webgpu');
  // It asks for this, and would register a factory of its own if it were there before.
  Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info));
  // Its other kernel for the gradient of a convolution by its input computes every value on its own.
  tf.env().set('WEBGPU_USE_NAIVE_CONV2D_TRANSPOSE', false);
  const { vendor, architecture, device: model, description, isFallbackAdapter } = adapter.info;
  const named = description || model || [vendor, architecture].filter(Boolean).join(' ') || 'unknown';
  const isSoftware = isFallbackAdapter || SOFTWARE.test([vendor, architecture, model, description].join(' '));
  return {
    name: named,
    isSoftware,
    check() {
      if (refused === undefined) return;
      const text = `WebGPU (${named}) refused a computation: ${refused.split('\n')[0]}. Search on the processor: EQUIPOISE_ENGINE=native.`;
      throw new AppError('unavailable', text);
    },
  };
}

async function load<T>(packageName: string): Promise<T> {
  const path = findApart(WEBGPU_PACKAGES, packageName);
  if (path !== undefined) return (await import(pathToFileURL(path).href)) as T;
  throw new AppError(
    'unavailable',
    "WebGPU is not installed. Run 'npm run setup -- --webgpu' once (about 160 MB on disk).",
  );
}
