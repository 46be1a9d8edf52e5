/** A task's progress. `total` 0: not known yet. `secondsLeft` only if the task knows better than done / total. */
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
  /** What to fork if a task wants helpers. */
  workerPath: string;
}
