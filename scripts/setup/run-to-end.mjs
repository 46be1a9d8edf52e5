/** Runs a program in the foreground in our place: same input and output, signals passed on, its exit code ours. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** @returns {Promise<number>} the exit code; 128 + the signal's number after a signal */
export function runToEnd(command, args, options = {}) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    const handlers = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => {
      // Ctrl-C in a terminal reaches the child by itself; a second one would mean "at once".
      const pass = () => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal);
      process.on(signal, pass);
      return [signal, pass];
    });
    const finish = () => handlers.forEach(([signal, pass]) => process.off(signal, pass));
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
