import { Option, type Command } from 'commander';
import { newCommand } from '../input/command.ts';
import { positiveNumber, several, shareAboveZero, wholeNumber } from '../input/parse.ts';
import { runCommand } from '../run/session.ts';
import { answer, subjectOf, withRecords, type SubjectOptions } from './answer-analysis.ts';

interface CertifyOptions extends SubjectOptions {
  subspace?: string;
  kernels?: string;
  sigma?: number;
  draws?: number;
  choosingDraws?: number;
  confidence?: number;
  epsilons?: number[];
  seed?: number;
}

export function addCertifyCommand(program: Command): void {
  const certify = newCommand(
    program,
    'certify',
    'Within what distance of each record no perturbation whatever changes the class of most of its noisy copies (randomized smoothing). With --subspace smooth: no smooth one, as SAP’s are.',
    'certify --model tiny --sigma 20 --limit 50 --export certificates.csv',
  );
  withRecords(certify, { model: 'certify', records: 'certify' })
    .addOption(
      new Option('--subspace <name>', 'certify against all perturbations (default), or smooth ones').choices([
        'all',
        'smooth',
      ]),
    )
    .addOption(
      new Option('--kernels <set>', 'kernels that smooth it (default: cross25)').choices(['cross25', 'paired5']),
    )
    .option('--sigma <units>', 'standard deviation of the noise, ADC units (default: 50)', positiveNumber)
    .option('--draws <number>', 'noisy copies of each record (default: 1000)', wholeNumber(1, 1_000_000))
    .option('--choosing-draws <number>', 'others that choose its class (default: 100)', wholeNumber(1, 100_000))
    .option('--confidence <share>', 'of each certificate (default: 0.999)', shareAboveZero)
    .option('--epsilons <units,…>', 'budgets, ADC units (default: 0.5,1,2,5,10,50,75,100,150)', several(positiveNumber))
    .option('--seed <number>', 'seed of the noise (default: 1)', wholeNumber(0, 2_147_483_647))
    .action(async (options: CertifyOptions) => {
      await runCommand(options, (context) =>
        answer(context, options.export, {
          kind: 'certificate',
          ...subjectOf(context, options),
          subspace: options.subspace,
          kernels: options.kernels,
          sigmaUnits: options.sigma,
          draws: options.draws,
          choosingDraws: options.choosingDraws,
          confidence: options.confidence,
          epsilonsUnits: options.epsilons,
          seed: options.seed,
        }),
      );
    });
}
