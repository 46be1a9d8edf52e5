import { Command, CommanderError } from 'commander';
import { appRoot, programVersion } from '../app-root.ts';
import { addAnalysisCommands } from './commands/analyses.ts';
import { addAttackCommand } from './commands/attack.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addEvaluateCommand } from './commands/evaluate.ts';
import { addConvertCommand, addImportCommand, addSimulateCommand } from './commands/import.ts';
import { addListCommands } from './commands/list.ts';
import { addModelsCommand } from './commands/models.ts';
import { addReadCommand } from './commands/read.ts';
import { addRemovalCommands } from './commands/remove.ts';
import { addReproduceCommand } from './commands/reproduce.ts';
import { addRestoreCommand } from './commands/restore.ts';
import { addResultsCommand } from './commands/results.ts';
import { addStudyCommands } from './commands/study.ts';
import { addSweepCommands } from './commands/sweep.ts';
import { addTrainCommand } from './commands/train.ts';
import { addTrainTreesCommand } from './commands/train-trees.ts';
import { addTransferCommand } from './commands/transfer.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { addWorkspaceCommands } from './commands/workspace.ts';
import { endAfterCommander, reportFailure } from './run/session.ts';

const program = new Command('equipoise')
  .description('Clinician perception studies on ECGs, from the archive to the result table.')
  .version(programVersion(appRoot))
  .configureHelp({ showGlobalOptions: true })
  .exitOverride()
  // Without this `models` would take the options of `models card`, some of which have the same names.
  .enablePositionalOptions()
  .addHelpText(
    'after',
    `
The usual order:
  equipoise import <archive or folder>
  equipoise evaluate
  equipoise attack --method sap --limit 50
  equipoise study create studies/demo/protocol.json
  equipoise study lock "Demo study"
  equipoise results "Demo study" --format csv`,
  );

addImportCommand(program);
addConvertCommand(program);
addSimulateCommand(program);
addListCommands(program);
addModelsCommand(program);
addRemovalCommands(program);
addTrainCommand(program);
addTrainTreesCommand(program);
addEvaluateCommand(program);
addAttackCommand(program);
addTransferCommand(program);
addAnalysisCommands(program);
addVerifyCommand(program);
addSweepCommands(program);
addReproduceCommand(program);
addStudyCommands(program);
addReadCommand(program);
addResultsCommand(program);
addRestoreCommand(program);
addWorkspaceCommands(program);
addDemoCommand(program);

// The reader of our output may stop early (`equipoise … | head`). What is written after that is lost; the work is not.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const wantsJson = process.argv.includes('--json');
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) endAfterCommander(error, wantsJson);
  else reportFailure(error, wantsJson);
}
