import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';

const MAIN = resolve(import.meta.dirname, '../../src-main/hosts/cli/main.ts');

export interface CommandOutcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunningCommand {
  child: ChildProcess;
  ended: Promise<CommandOutcome>;
  /** Resolves once stderr has said this. */
  said: (text: string) => Promise<void>;
}

/** Starts the real command line on a workspace; a limit makes its disk "full" at so many KiB a file. */
export function startCommand(
  workspace: string,
  args: string[],
  { fileLimitKib }: { fileLimitKib?: number } = {},
): RunningCommand {
  const command = [
    process.execPath,
    '--experimental-strip-types',
    '--disable-warning=ExperimentalWarning',
    MAIN,
    ...args,
  ];
  const limit = fileLimitKib === undefined ? '' : `ulimit -f ${fileLimitKib}; `;
  const child = spawn('bash', ['-c', `${limit}exec "$@"`, 'bash', ...command], {
    env: { ...process.env, EQUIPOISE_WORKSPACE: workspace },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<CommandOutcome>((done) => child.on('close', (code) => done({ code, stdout, stderr })));
  const said = (text: string): Promise<void> =>
    new Promise((done, fail) => {
      const look = (): void => {
        if (stderr.includes(text)) done();
      };
      look();
      child.stderr.on('data', look);
      child.on('close', () => fail(new Error(`It ended before it said "${text}": ${stderr}`)));
    });
  return { child, ended, said };
}
