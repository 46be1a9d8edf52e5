import { Option, type Command } from 'commander';
import { attackOf } from '../../../../src-shared/attacks/index.ts';
import type { JobResults } from '../../../../src-shared/contract/job-results.ts';
import { counted } from '../../../../src-shared/format/counted.ts';
import { duration } from '../../../../src-shared/format/duration.ts';
import { percent, percentInterval } from '../../../../src-shared/format/share.ts';
import { readSweepPlan, serveSweeps } from '../../../services/create-services.ts';
import { appRoot, programVersion } from '../../app-root.ts';
import { spawnNodeWorker } from '../../spawn-node-worker.ts';
import { onStopSignals } from '../../stop-signals.ts';
import { newCommand } from '../input/command.ts';
import { wholeNumber } from '../input/parse.ts';
import { textTable } from '../output/text-table.ts';
import { say } from '../run/say.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';

export function addSweepCommands(program: Command): void {
  newCommand(
    program,
    'sweep <plan.json>',
    'Attack models in several ways with several budgets, as a plan says (docs/several-machines.md), and store an attack run of each. Stopped, it goes on where it was when it is started again.',
    'sweep plan.json --queue redis://host:6379',
  )
    .addOption(
      queueOption('let workers on any machine make the pieces: Redis or Valkey (default: the cores of this machine)'),
    )
    .action(async (path: string, options: GlobalOptions & { queue?: string }) => {
      await runCommand(options, async ({ services, follow }) => {
        const result = await follow(services.sweeps.start(readSweepPlan(path), { queue: options.queue }));
        return { data: result, text: sweepText(result) };
      });
    });
  program
    .command('worker')
    .description(
      "Make pieces of other machines' sweeps until Ctrl-C. It needs no workspace. Whoever reaches the queue gives it work: keep it in a network that you trust.",
    )
    .addOption(
      queueOption(
        'Redis or Valkey: redis://host:6379, rediss://user:password@host:6380 with TLS',
      ).makeOptionMandatory(),
    )
    .option(
      '--at-once <number>',
      'pieces at the same time (default: one for each core, or for the graphics processor)',
      wholeNumber(1, 64),
    )
    .option('--lease <seconds>', 'after so long without a sign of life it is taken for dead', wholeNumber(2, 3600), 30)
    .addHelpText('after', '\nExample:\n  npm run equipoise -- worker --queue redis://host:6379')
    .action(serve);
}

/** With the environment as its place for an address with a password, which others must not see among the processes. */
function queueOption(description: string): Option {
  return new Option('--queue <address>', description).env('EQUIPOISE_QUEUE');
}

async function serve({ queue, atOnce, lease }: { queue: string; atOnce?: number; lease: number }): Promise<void> {
  const stop = new AbortController();
  const stopListening = onStopSignals(process, {
    stop: () => {
      say('\nStopping … (press Ctrl-C again to end at once)');
      stop.abort();
    },
    force: () => process.exit(130),
  });
  try {
    const version = programVersion(appRoot);
    const options = { queue, atOnce, leaseSeconds: lease, version, say, signal: stop.signal };
    const { pieces } = await serveSweeps({ ...options, spawnWorker: () => spawnNodeWorker() });
    say(`${counted(pieces, 'piece')} made.`);
  } finally {
    stopListening();
  }
}

function sweepText({ runs, pieces, workers, refused, checked, seconds }: JobResults['sweep']): string {
  const rows = runs.map(({ runId, model, method, epsilonUnits, attackable, fooled, asr, asrInterval, wasThere }) => [
    model,
    attackOf(method).name,
    epsilonUnits,
    `${fooled} of ${attackable}`,
    asr === null ? '' : `${percent(asr)} (${percentInterval(asrInterval!)})`,
    wasThere ? `${runId} (was there)` : runId,
  ]);
  const { made, kept } = pieces;
  return [
    textTable(['model', 'attack', 'ε', 'fooled', '95 %, Wilson', 'run'], rows),
    '',
    `${counted(made, 'piece')} made in ${duration(seconds)}${kept > 0 ? `, ${kept} kept of an earlier start` : ''}`,
    ...workers.map(({ name, pieces: own }) => `  ${name}: ${own}`),
    ...(checked.pieces > 0 ? [`${checked.pieces} made again here: ${checked.same} the same`] : []),
    ...refused.map(({ worker, why }) => `Not used: ${worker}. ${why}`),
  ].join('\n');
}
