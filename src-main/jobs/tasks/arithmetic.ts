import { machineArithmetic } from '../../ml/engine/machine-arithmetic.ts';
import { versionWithGpu } from '../../ml/engine/search-engine.ts';

/** The engine of this machine, with what searches where that is another, and a hash of how it computes. */
export async function arithmeticTask(_: object): Promise<{ engine: string; machine: string }> {
  return { engine: await versionWithGpu(), machine: await machineArithmetic() };
}
