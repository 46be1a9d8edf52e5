import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { workspaceFolder } from '../default-workspace.ts';
import { runWebHost } from './run-web-host.ts';
import { serveUntilStopped } from './serve-until-stopped.ts';

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
  .option(
    '--port <number>',
    'port on 127.0.0.1 (default: the last one of this workspace, else 4787; any free one if that is taken)',
    parsePort,
  )
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

async function run({ workspace, port, read = false, open, json = false }: Options): Promise<void> {
  const workspaceDir = workspaceFolder(workspace);
  await serveUntilStopped(json, { workspace: workspaceDir }, (announce) =>
    runWebHost({ workspaceDir, port, read, open, announce }),
  );
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
  return port;
}
