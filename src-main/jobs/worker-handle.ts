import type { AppErrorData } from '../../src-shared/errors/app-error.ts';
import type { TaskProgress } from './tasks/context.ts';

/** One worker process, however the host makes it (child_process.fork, utilityProcess.fork). */
export interface WorkerHandle {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once; null where a signal ended it. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

export type SpawnWorker = () => WorkerHandle;

export type ToWorker = { type: 'start'; task: string; input: unknown } | { type: 'cancel' };

export type FromWorker =
  | { type: 'progress'; progress: TaskProgress }
  | { type: 'done'; result: unknown }
  | { type: 'failed'; error: AppErrorData };
