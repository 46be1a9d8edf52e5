import { exists, modulePath } from './context.mjs';

/** Whether scripts/setup/webgpu.mjs has installed it. */
export const hasWebGpu = () => exists(modulePath('.equipoise', 'webgpu', 'node_modules', 'webgpu'));
