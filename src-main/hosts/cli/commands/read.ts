import type { Command } from 'commander';
import { newCommand } from '../input/command.ts';
import { wholeNumber } from '../input/parse.ts';
import { serveUntilStopped } from '../../web/serve-until-stopped.ts';
import { runBundleHost } from '../../web/run-bundle-host.ts';

interface ReadOptions {
  port?: number;
  open: boolean;
  json?: boolean;
}

/** `read`: what a reader opens a file with. */
export function addReadCommand(program: Command): void {
  newCommand(
    program,
    'read <file>',
    'Read a study from a .equipoise file, which also keeps the answers. Needs no workspace, no network and no other file.',
    'read demo-study-dr-a.equipoise',
  )
    .option(
      '--port <number>',
      'port on 127.0.0.1 (default: 4787, or any free one if that is taken)',
      wholeNumber(0, 65_535),
    )
    .option('--no-open', 'do not open a window')
    .action(async (file: string, { port, open, json }: ReadOptions) => {
      await serveUntilStopped(json ?? false, { file }, (announce) => runBundleHost({ file, port, open, announce }));
    });
}
