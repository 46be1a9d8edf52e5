/**
 * Sets everything up: `npm run setup`; `npm start` and `npm test` do it too.
 *   --check         report only, change nothing; exit code 1 when something needed is missing
 *   --onnxruntime   install onnxruntime too, for ONNX models that have no translation (300 MB)
 *   --webgpu        install WebGPU too, which lets a graphics processor search for perturbations (160 MB)
 */
import { SetupError } from './setup/context.mjs';
import { setUpOnnxRuntime } from './setup/onnxruntime.mjs';
import { ALL_PARTS, setUp } from './setup/parts.mjs';
import { setUpWebGpu } from './setup/webgpu.mjs';

const known = new Set(['--check', '--onnxruntime', '--webgpu']);
const unknown = process.argv.slice(2).find((argument) => !known.has(argument));
if (unknown) {
  console.error(`Unknown argument: ${unknown}. Known: ${[...known].join(', ')}`);
  process.exit(2);
}
const check = process.argv.includes('--check');

try {
  const { missing, state } = await setUp({ parts: ALL_PARTS, check, retry: true, say: console.log });
  if (missing.length > 0) {
    console.log(check ? 'Run `npm run setup` to get what is missing.' : 'Not everything could be set up.');
    process.exitCode = 1;
  }
  if (process.argv.includes('--onnxruntime') && !check) await setUpOnnxRuntime(console.log);
  if (process.argv.includes('--webgpu') && !check) console.log(await setUpWebGpu(state.node));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
