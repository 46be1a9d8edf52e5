import type { Command } from 'commander';

/** A command with the options that every command has, and an example below its help. */
export function newCommand(parent: Command, nameAndArguments: string, description: string, example: string): Command {
  return parent
    .command(nameAndArguments)
    .description(description)
    .option(
      '--workspace <folder>',
      'where the data is kept (default: EQUIPOISE_WORKSPACE, else a per-user data folder)',
    )
    .option('--json', 'print one JSON document on stdout; progress and log stay on stderr')
    .addHelpText('after', `\nExample:\n  npm run equipoise -- ${example}`);
}
