import type { TaskProgress } from '../worker-handle.ts';

/** What every task is given besides its input. */
export interface TaskContext {
  signal: AbortSignal;
  progress: (progress: TaskProgress) => void;
}
