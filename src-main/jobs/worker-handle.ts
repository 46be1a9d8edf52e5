import type { AppErrorData } from '../../src-shared/app-error.ts';

/** One worker process, however the host makes it (child_process.fork, utilityProcess.fork). */
export interface WorkerHandle {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once; null where a signal ended it. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

export type SpawnWorker = () => WorkerHandle;

/** How far a task is. `total` 0: not known yet. `secondsLeft` only where the task knows better than done / total. */
export interface TaskProgress {
  done: number;
  total: number;
  unit: string;
  message: string;
  secondsLeft?: number;
}

export type ToWorker = { type: 'start'; task: string; input: unknown } | { type: 'cancel' };

export type FromWorker =
  | { type: 'progress'; progress: TaskProgress }
  | { type: 'done'; result: unknown }
  | { type: 'failed'; error: AppErrorData };
