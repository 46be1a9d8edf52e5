import { readNetworkFile } from '../../ml/files/network-file.ts';
import { isGpuWanted } from '../../ml/engine/search-engine.ts';
import type { TaskInput, TaskName } from './index.ts';

const SEARCHES: ReadonlySet<TaskName> = new Set(['attack', 'epsilon-curve', 'minimal-perturbation']);

/**
 * How many workers of a task are worthwhile at once, of as many as there are cores: one where a graphics processor searches, which serves
 * several no sooner than one after another, and takes the memory of each. Networks of other programs are searched by the engine.
 */
export function workersOf<T extends TaskName>(task: T, input: TaskInput<T> | undefined, cores: number): number {
  if (!SEARCHES.has(task) || input === undefined || !isGpuWanted()) return cores;
  return 'modelFolder' in input && readNetworkFile(input.modelFolder) === undefined ? 1 : cores;
}
