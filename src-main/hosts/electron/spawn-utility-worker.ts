import type { UtilityProcess } from 'electron';
import type { CreateServicesOptions } from '../../services/create-services.ts';

type WorkerHandle = ReturnType<CreateServicesOptions['spawnWorker']>;

export interface UtilityProcessFork {
  fork(
    modulePath: string,
    args: string[],
    options: { serviceName: string; stdio: 'inherit'; env: NodeJS.ProcessEnv },
  ): Pick<UtilityProcess, 'postMessage' | 'on' | 'kill' | 'pid'>;
}

/** Starts the job worker as a utility process, which ends with the program. It talks like a forked Node process. */
export function spawnUtilityWorker(utilityProcess: UtilityProcessFork, workerPath: string): WorkerHandle {
  const child = utilityProcess.fork(workerPath, [], {
    serviceName: 'Equipoise worker',
    stdio: 'inherit',
    env: { TF_CPP_MIN_LOG_LEVEL: '1', ...process.env },
  });
  return {
    pid: () => child.pid,
    send: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', listener),
    kill() {
      // Electron's own kill asks politely, and a kernel that is computing does not listen.
      if (child.pid === undefined || process.platform === 'win32') child.kill();
      else killAtOnce(child.pid);
    },
  };
}

function killAtOnce(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // ESRCH: it has just ended on its own
  }
}
