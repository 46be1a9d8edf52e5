import type { Command } from 'commander';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { DEMO_DATASET } from '../../../services/create-services.ts';
import { newCommand } from '../input/command.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';

export function addDemoCommand(program: Command): void {
  newCommand(
    program,
    'demo',
    'Everything without a window: simulate, attack, build, rehearse, export. Prints where each result is.',
    'demo --workspace ./demo-workspace',
  ).action(async (options: GlobalOptions) => {
    await runCommand(options, async ({ services, follow }) => {
      const template = services.studies.templates().find(({ name }) => name === 'demo');
      if (!template)
        throw new AppError('damaged', 'studies/demo/protocol.json is missing from the program. Install it again.');
      const { datasetId } = await follow(services.datasets.startSimulation(DEMO_DATASET));
      const modelId = services.models.find().id;
      const request = { protocol: template.protocol, datasetId, modelId };
      const { studyId } = await follow(services.studies.startCreate(request));
      await services.studies.lock(studyId);
      const { studyId: rehearsalId, title } = await follow(
        services.startRehearsal({ studyId, readers: 2, probabilityRight: 0.62, seed: 1 }),
      );
      const folder = join(services.workspaceDir, 'exports', rehearsalId);
      const files: string[] = [];
      for (const what of ['responses-csv', 'summary-csv', 'json'] as const) {
        const { fileName, text } = await services.results.export(rehearsalId, what);
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, fileName), text);
        files.push(join(folder, fileName));
      }
      const workspace = services.workspaceDir;
      return {
        data: { workspace, datasetId, modelId, studyId, rehearsalId, files },
        text: [
          `Workspace: ${workspace} (records, attack runs, study and answers in workspace.sqlite)`,
          `Study:     ${studyId} "${template.protocol.title}", which nobody has read yet`,
          `Rehearsal: ${rehearsalId} "${title}", by 2 virtual readers`,
          ...files.map((file) => `Result:    ${file}`),
        ].join('\n'),
      };
    });
  });
}
