import type { Command } from 'commander';
import { Option } from 'commander';
import type { Verification } from '../../../../src-shared/contract/verification.ts';
import { newCommand } from '../input/command.ts';
import { textTable } from '../output/text-table.ts';
import { wholeNumber } from '../input/parse.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';

interface VerifyOptions extends GlobalOptions {
  sample: number;
  all?: true;
  seed: number;
}

export function addVerifyCommand(program: Command): void {
  newCommand(
    program,
    'verify <run>',
    'Recreate examples of an attack run from its provenance and compare them byte for byte. The exit code is 1 if any differs.',
    'verify 3f0c2c1e-6a53-4f7e-8d0f-2f7f1c9f5a11 --sample 20',
  )
    .option('--sample <number>', 'how many examples to draw', wholeNumber(1), 10)
    .addOption(new Option('--all', 'every example').conflicts('sample'))
    .option('--seed <number>', 'seed of the draw', wholeNumber(0, 2_147_483_647), 1)
    .action(async (runId: string, options: VerifyOptions) => {
      await runCommand(options, async ({ services, follow }) => {
        const { all, sample, seed } = options;
        const job = services.verifications.start({ runId, seed, ...(all ? {} : { sample }) });
        const result = await follow(job);
        return { data: result, text: verificationText(result), exitCode: result.intact ? 0 : 1 };
      });
    });
}

function verificationText(result: Verification): string {
  const { runId, examples, verified, same, intact, engine, programVersion, runDifferences, differences } = result;
  const conditions = [
    changed('engine', engine, 'its arithmetic can differ in the last digits'),
    changed('program', programVersion, 'its attacks may have changed'),
  ].flat();
  return [
    `Run ${runId}: ${verified} of ${examples} examples recreated, ${same} as stored`,
    ...(intact ? ['Nothing differs.'] : []),
    ...conditions,
    ...runDifferences,
    ...(differences.length > 0
      ? [
          '',
          textTable(
            ['record', 'part', 'difference'],
            differences.map((d) => [d.record, d.part, d.message]),
          ),
        ]
      : []),
  ].join('\n');
}

function changed(what: string, { stored, now, same }: Verification['engine'], why: string): string[] {
  return same ? [] : [`Made with ${what} ${stored}, compared with ${now}: ${why}, which may explain a difference.`];
}
