import type { AppErrorData } from '../../src-shared/errors/app-error-data.ts';
import type { TaskProgress } from './tasks/context.ts';
import type { TaskInput, TaskName, TaskResult } from './tasks/index.ts';

/** One worker process, however the host makes it (child_process.fork, utilityProcess.fork). */
export interface WorkerHandle {
  /** Of the process, once it has one. */
  pid: () => number | undefined;
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once; null if a signal ended it. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
  /** Whether this process stays for as long as the worker runs; it does from the start. */
  keepsParentAlive?(whether: boolean): void;
}

export type SpawnWorker = () => WorkerHandle;

export type StartTask<T extends TaskName> = { type: 'start'; task: T; input: TaskInput<T> };
export type ToWorker<T extends TaskName = TaskName> = { [N in T]: StartTask<N> }[T] | { type: 'cancel' };

export type FromWorker<T extends TaskName = TaskName> =
  | { type: 'progress'; progress: TaskProgress }
  /** `fit`: another task may follow in the same process. */
  | { type: 'done'; result: TaskResult<T>; fit: boolean }
  | { type: 'failed'; error: AppErrorData };
