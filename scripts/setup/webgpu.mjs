/** WebGPU (Dawn), which lets a graphics processor search for perturbations: installed when somebody asks for it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installApart } from './apart.mjs';
import { ROOT, lastLine, run } from './context.mjs';

const PACKAGES = ['webgpu@0.6.2', '@tensorflow/tfjs-backend-webgpu@4.22.0'];
/** A driver that hangs must not keep the set-up. */
const MOST_MS = 300_000;

/**
 * Installs the packages, tries them in a process of their own, and writes down whether searches go there by themselves.
 * @returns {Promise<string>} what was found, for people
 */
export async function setUpWebGpu({ path, flags }) {
  const folder = await installApart('webgpu', PACKAGES);
  const program = join(ROOT, 'scripts/setup/probe-webgpu.ts');
  const env = { ...process.env, EQUIPOISE_ENGINE: 'webgpu', TF_CPP_MIN_LOG_LEVEL: '3' };
  const result = await run(path, [...flags, program], { env, timeoutMs: MOST_MS });
  const why = result.timedOut ? `no answer in ${MOST_MS / 1000} s` : lastLine(result.stderr);
  const choice = result.code === 0 ? JSON.parse(result.stdout) : { chosen: false, reason: why };
  writeFileSync(join(folder, 'choice.json'), `${JSON.stringify(choice, null, 2)}\n`);
  return choice.chosen
    ? `WebGPU is installed, and searches use it (${choice.reason})`
    : `WebGPU is installed; searches stay on the processor unless EQUIPOISE_ENGINE=webgpu: ${choice.reason}`;
}
