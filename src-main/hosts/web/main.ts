import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { workspaceFolder } from '../default-workspace.ts';
import { onLauncherGone, onStopSignals } from '../stop-signals.ts';
import { runWebHost } from './run-web-host.ts';

interface Options {
  workspace?: string;
  port?: number;
  read?: boolean;
  open: boolean;
  json?: boolean;
}

const command = new Command('equipoise-web')
  .description('Serves Equipoise to a browser on this computer, and to no other.')
  .option('--workspace <folder>', 'where the data is kept (default: EQUIPOISE_WORKSPACE, else a per-user data folder)')
  .option('--port <number>', 'port on 127.0.0.1 (default: 4787, or any free one if that is taken)', parsePort)
  .option('--read', 'serve only the reading view: no truth, no results, no way to the rest of the program')
  .option(
    '--no-open',
    'do not open a window: other users of this computer can see the address that a window is started with',
  )
  .option('--json', 'print each address as one line of JSON')
  .addHelpText('after', '\nExample:\n  equipoise-web --workspace ~/ecg-study --port 4790 --no-open')
  .exitOverride();

try {
  await run(command.parse().opts<Options>());
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    process.stderr.write(`${AppError.from(error).message}\n`);
    process.exitCode = 1;
  }
}

async function run(options: Options): Promise<void> {
  const workspaceDir = workspaceFolder(options.workspace);
  const starting = runWebHost({
    workspaceDir,
    port: options.port,
    read: options.read ?? false,
    open: options.open,
    announce(address, isFirst) {
      if (options.json)
        process.stdout.write(`${JSON.stringify({ address, workspace: workspaceDir, pid: process.pid })}\n`);
      else if (isFirst)
        process.stdout.write(`Equipoise is at ${address}\nThe address works once. Press Ctrl-C to end Equipoise.\n`);
      else process.stdout.write(`Opened. For another browser: ${address}\n`);
    },
  });
  onLauncherGone(() => process.kill(process.pid, 'SIGTERM'));
  // Listened for from the first moment: a stop signal during the start waits for the start, then shuts down cleanly.
  const stopListening = onStopSignals(process, {
    stop: () =>
      void starting
        .then((host) => host.close())
        .then(
          () => process.exit(0),
          (error: unknown) => {
            process.stderr.write(`Equipoise did not shut down cleanly: ${AppError.from(error).message}\n`);
            process.exit(1);
          },
        ),
    force: () => process.exit(130),
  });
  await starting.catch((error: unknown) => {
    stopListening();
    throw error;
  });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
  return port;
}
