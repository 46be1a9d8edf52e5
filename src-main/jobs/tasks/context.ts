/** How far a task is. `total` 0: not known yet. `secondsLeft` only where the task knows better than done / total. */
export interface TaskProgress {
  done: number;
  total: number;
  unit: string;
  message: string;
  secondsLeft?: number;
}

/** What every task is given besides its input. */
export interface TaskContext {
  signal: AbortSignal;
  progress: (progress: TaskProgress) => void;
  /** What to fork where a task wants helpers. */
  workerPath: string;
}
