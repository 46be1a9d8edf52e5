/** Runs a program in the foreground in our place: same input and output, signals passed on, its exit code ours. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { modulePath } from './context.mjs';

/** Node keeps there what it has compiled, types stripped: every start of the program or of a worker is 0.6 s shorter. */
const COMPILED = { NODE_COMPILE_CACHE: modulePath('.equipoise', 'compiled') };

const ORPHAN_CHECK_MS = 1000;

/** The process that started us; when it changes, that process has ended. */
const PARENT = process.ppid;

/**
 * The folder that file names on the command line are relative to. npm changes to the repository's root and puts the
 * user's folder into INIT_CWD; that counts for these npm scripts only, not for programs that another script starts.
 */
export function callersFolder(...npmScripts) {
  return (npmScripts.includes(process.env.npm_lifecycle_event) && process.env.INIT_CWD) || process.cwd();
}

/** @returns {Promise<number>} the exit code; 128 + the signal's number after a signal */
export function runToEnd(command, args, options = {}) {
  return new Promise((done, failed) => {
    // A launcher that is killed passes nothing on: the program watches for its end.
    const env = { ...COMPILED, ...(options.env ?? process.env), EQUIPOISE_LAUNCHER: String(process.pid) };
    const child = spawn(command, args, { stdio: 'inherit', ...options, env });
    const handlers = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => {
      // Ctrl-C in a terminal reaches the child directly; a second one would mean "at once".
      const pass = () => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal);
      process.on(signal, pass);
      return [signal, pass];
    });
    const watch = watchForOrphanhood(() => child.kill('SIGTERM'));
    const finish = () => {
      clearInterval(watch);
      for (const [signal, pass] of handlers) process.off(signal, pass);
    };
    child.on('error', (error) => {
      finish();
      failed(error);
    });
    child.on('exit', (code, signal) => {
      finish();
      done(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

/** npm runs us in a shell, and passes signals to that shell only: when it is gone, the signal was meant for us. */
function watchForOrphanhood(act) {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return undefined;
  return setInterval(() => process.ppid !== PARENT && act(), ORPHAN_CHECK_MS);
}
