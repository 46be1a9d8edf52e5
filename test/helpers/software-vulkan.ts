import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findApart } from '../../src-main/ml/engine/installed-apart.ts';
import { chromiumLaunchOptions } from './chromium.ts';

/** Where Chromium lies, whose own Vulkan (SwiftShader) draws without a graphics processor; Debian's program is a script elsewhere. */
const FOLDERS = [dirname(chromiumLaunchOptions().executablePath ?? ''), '/usr/lib/chromium'];

/** WebGPU is installed (`npm run setup -- --webgpu`). */
export const hasWebGpu = findApart('webgpu', 'webgpu') !== undefined;

/** The environment of a process in which WebGPU has a processor that acts as a graphics processor, or the machine's own. */
export function environmentWithVulkan(): NodeJS.ProcessEnv {
  const folder = FOLDERS.find((one) => existsSync(join(one, 'vk_swiftshader_icd.json')));
  if (folder === undefined) return process.env;
  const [VK_DRIVER_FILES, XDG_RUNTIME_DIR] = [join(folder, 'vk_swiftshader_icd.json'), folder];
  return { ...process.env, VK_DRIVER_FILES, XDG_RUNTIME_DIR, LD_LIBRARY_PATH: folder };
}
