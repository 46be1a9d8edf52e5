import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { WEBGPU_PACKAGES, apartPath } from './installed-apart.ts';

const choiceSchema = z.object({
  /** Searches go there where nobody says otherwise. */
  chosen: z.boolean(),
  /** A sentence, for people. */
  reason: z.string(),
});
export type WebGpuChoice = z.infer<typeof choiceSchema>;

/** What a probe of WebGPU found: a compact network on both engines. */
export interface WebGpuProbe {
  adapter: { name: string; isSoftware: boolean };
  /** The largest difference of gradients by the signal and by the weights from the engine's, as a share of the largest of them. */
  difference: number;
  /** Milliseconds per record of a step of an attack; native: of one process of as many as work side by side. */
  webgpuMs: number;
  nativeMs: number;
  processes: number;
}

/** Sums in another order: float32 has 1e-7, a network of tens of layers loses two digits. */
const MOST_DIFFERENCE = 1e-3;

/** A real graphics processor that gives what the engine gives, in less time than all cores together. @internal Exported for the set-up. */
export function chooseWebGpu({ adapter, difference, webgpuMs, nativeMs, processes }: WebGpuProbe): WebGpuChoice {
  const ours = nativeMs / processes;
  const times = `${webgpuMs.toFixed(2)} ms a record and step, ${ours.toFixed(2)} with ${processes} of the engine's processes`;
  if (adapter.isSoftware) return { chosen: false, reason: `${adapter.name} is no graphics processor (${times})` };
  if (!(difference < MOST_DIFFERENCE)) {
    const off = `its gradients are ${(100 * difference).toPrecision(2)} % off`;
    return { chosen: false, reason: `${adapter.name} computes something else: ${off}` };
  }
  if (!(webgpuMs < ours)) return { chosen: false, reason: `${adapter.name} is not faster: ${times}` };
  return { chosen: true, reason: `${adapter.name}: ${times}` };
}

/** What the set-up chose (scripts/setup/webgpu.mjs); undefined where WebGPU is not installed. */
export function readChoice(): WebGpuChoice | undefined {
  const path = apartPath(WEBGPU_PACKAGES, 'choice.json');
  if (!existsSync(path)) return undefined;
  const read = choiceSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  return read.success ? read.data : undefined;
}
