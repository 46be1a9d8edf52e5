import type { TaskName } from './tasks/index.ts';
import type { FromWorker, SpawnWorker, ToWorker, WorkerHandle } from './worker-handle.ts';

/** At most so many wait: the others would only hold memory. */
const MOST_WAITING = 4;
/** As long as somebody who looks at a result takes to ask for the next one. */
const WAITS_MS = 10_000;
/** Whatever a task leaves behind does not add up for ever. */
const MOST_TASKS = 50;
/** They open files of somebody else's: what those did to a process must not touch the next task. */
const ALONE: ReadonlySet<TaskName> = new Set(['import-model', 'import-network', 'look-at-network']);

interface WarmWorker {
  readonly worker: WorkerHandle;
  tasks: number;
  onMessage: (message: unknown) => void;
  onExit: (code: number | null) => void;
  ended: boolean;
  /** Ends it when nobody has needed it. */
  timer?: NodeJS.Timeout;
}

const known = new WeakMap<SpawnWorker, SpawnWorker>();

/**
 * Workers that wait for a next task when they have done one: a process and TensorFlow take seconds to start, longer than many a
 * task. Ending a worker whose task is done lets it wait; one that failed, was told to stop, or says that it is no
 * longer fit, is ended. Those that wait do not keep this process alive, and end with it. Whoever starts workers by the same function
 * shares those that wait.
 */
export function warmWorkers(spawnWorker: SpawnWorker): SpawnWorker {
  const shared = known.get(spawnWorker) ?? waitingWorkers(spawnWorker);
  known.set(spawnWorker, shared);
  return shared;
}

/** @internal Exported for its tests. */
export function waitingWorkers(
  spawnWorker: SpawnWorker,
  { mostWaiting = MOST_WAITING, waitsMs = WAITS_MS } = {},
): SpawnWorker {
  const waiting: WarmWorker[] = [];

  const begin = (): WarmWorker => {
    const worker = spawnWorker();
    const warm: WarmWorker = { worker, tasks: 0, onMessage: () => {}, onExit: () => {}, ended: false };
    worker.onMessage((message) => warm.onMessage(message));
    worker.onExit((code) => {
      warm.ended = true;
      clearTimeout(warm.timer);
      if (waiting.includes(warm)) waiting.splice(waiting.indexOf(warm), 1);
      warm.onExit(code);
    });
    return warm;
  };

  const letWait = (warm: WarmWorker): void => {
    warm.onMessage = warm.onExit = () => {};
    warm.worker.keepsParentAlive?.(false);
    warm.timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(warm), 1);
      warm.worker.kill();
    }, waitsMs).unref();
    waiting.push(warm);
  };

  return () => {
    // The last one to wait is the one whose memory is still at hand.
    const warm = waiting.pop() ?? begin();
    clearTimeout(warm.timer);
    warm.worker.keepsParentAlive?.(true);
    warm.tasks += 1;
    let fit = false;
    let alone = false;
    return {
      pid: () => warm.worker.pid(),
      send(message) {
        const sent = message as ToWorker;
        if (sent.type === 'cancel' || ALONE.has(sent.task)) alone = true;
        warm.worker.send(message);
      },
      onMessage(listener) {
        warm.onMessage = (message) => {
          const said = message as FromWorker;
          if (said.type === 'done') fit = said.fit;
          listener(message);
        };
      },
      onExit: (listener) => void (warm.onExit = listener),
      kill() {
        const canWait = fit && !alone && !warm.ended && warm.tasks < MOST_TASKS && waiting.length < mostWaiting;
        if (canWait) letWait(warm);
        else warm.worker.kill();
      },
    };
  };
}
