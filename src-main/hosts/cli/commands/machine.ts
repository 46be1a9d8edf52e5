import type { Command } from 'commander';
import { visibleText } from '../../../../src-shared/format/hidden-characters.ts';
import { proportion } from '../../../../src-shared/format/share.ts';
import type { StudySummary } from '../../../../src-shared/contract/studies.ts';
import type { MachineRow } from '../../../../src-shared/study/machine-fields.ts';
import { newCommand } from '../input/command.ts';
import { textTable } from '../output/text-table.ts';
import { say } from '../run/say.ts';
import { runCommand, type CommandContext, type GlobalOptions } from '../run/session.ts';

interface MachineOptions extends GlobalOptions {
  network: boolean;
}

/** `study machine`, under the command `study`. */
export function addMachineCommand(study: Command): void {
  newCommand(
    study,
    'machine <study>',
    'Let a program that learned from the other pairs tell the real tracings of a locked study, by what readers are sent.',
    'study machine "Demo study"',
  )
    .option('--no-network', 'try only the regression over cues, not the network, which can take a minute for each arm')
    .action(async (idOrTitle: string, { network, ...options }: MachineOptions) => {
      await runCommand(options, async ({ services, follow }) => {
        const { id, title } = services.studies.find(idOrTitle);
        say(`Study ${id} "${visibleText(title)}"`);
        const { studyId, rows } = await follow(services.startMachineTest(id, { network }));
        return { data: { studyId, rows }, text: machineText(rows) };
      });
    });
}

/** Locks a study and, unless told not to, waits for the program that tries its pairs. `text`: its result, in lines. */
export async function lockAndShow(
  { services, follow }: CommandContext,
  studyId: string,
  options: { machine: boolean },
): Promise<{ study: StudySummary; machine: MachineRow[] | null; text: string[] }> {
  if (!options.machine) return { study: (await services.studies.lock(studyId)).study, machine: null, text: [] };
  const { study, machineTest } = await services.lockStudy(studyId);
  if (!machineTest) return { study, machine: null, text: [] };
  say('Locked: it can be read now. Ctrl-C only stops the program that tries its pairs.');
  const { rows } = await follow(machineTest);
  return { study, machine: rows, text: ['', 'What a program can tell of the pairs:', machineText(rows)] };
}

function machineText(machine: readonly MachineRow[]): string {
  const rows = machine.map(({ task, arm, classifier, n, correct, proportion: share, wilson_low, wilson_high }) => [
    ...[task, arm, classifier, String(n), String(correct)],
    `${proportion(share)} (${proportion(wilson_low)} to ${proportion(wilson_high)})`,
  ]);
  return textTable(['Task', 'Arm', 'Program', 'Pairs', 'Right', 'Share (95 %, Wilson)'], rows);
}
